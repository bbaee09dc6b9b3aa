package io.pagenow.presence.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The access log of a server. After midnight, the same directory contains further access logs.
 *
 * @param file the access log of the day on which the server started
 */
record AccessLog(Path file) {

  /** Returns all requests that the server has logged so far. */
  String requests() throws IOException {
    String name = file.getFileName().toString();
    String beginning = name.substring(0, name.indexOf('.') + 1);
    StringBuilder requests = new StringBuilder();
    try (DirectoryStream<Path> logs =
        Files.newDirectoryStream(file.resolveSibling(""), beginning + "*")) {
      for (Path log : logs) {
        requests.append(Files.readString(log));
      }
    }
    return requests.toString();
  }
}
