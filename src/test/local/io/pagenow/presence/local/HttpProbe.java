package io.pagenow.presence.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Checks whether an address answers with status 200. */
final class HttpProbe {

  private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  private final HttpRequest request;

  HttpProbe(URI address) {
    request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
  }

  boolean succeeds() throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
