package io.pagenow.presence;

import static io.pagenow.presence.testing.TestEnvironment.NODE_A;
import static io.pagenow.presence.testing.TestEnvironment.NODE_B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.testing.TestEnvironment;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built application deploys on each of two servers as they are configured for production. */
@ExtendWith(ArquillianExtension.class)
class SmokeIT {

  private final HttpClient client = HttpClient.newHttpClient();

  @Deployment(name = NODE_A, testable = false)
  @TargetsContainer(NODE_A)
  static WebArchive onNodeA() {
    return TestEnvironment.application();
  }

  @Deployment(name = NODE_B, testable = false)
  @TargetsContainer(NODE_B)
  static WebArchive onNodeB() {
    return TestEnvironment.application();
  }

  @ParameterizedTest
  @ValueSource(strings = {NODE_A, NODE_B})
  void eachNodeAnswers(String node) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(TestEnvironment.application(node)).build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    assertTrue(response.body().contains("<title>Presence API</title>"), response.body());
  }
}
