package io.pagenow.presence.local;

import java.io.IOException;
import java.nio.file.Path;

/** The servers that the application runs on. */
enum ServerKind {
  WILDFLY("wildfly", "WildFly"),
  PAYARA("payara", "Payara");

  private final String property;
  private final String title;

  ServerKind(String property, String title) {
    this.property = property;
    this.title = title;
  }

  /** The one that {@code presence.server} names. */
  static ServerKind current() {
    String wanted = System.getProperty("presence.server", WILDFLY.property);
    for (ServerKind kind : values()) {
      if (kind.property.equals(wanted)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("presence.server must be wildfly or payara, not " + wanted);
  }

  ApplicationServer create(Path directory) throws IOException {
    return switch (this) {
      case WILDFLY -> WildFlyServer.create(home(), directory);
      case PAYARA -> PayaraServer.create(home(), directory);
    };
  }

  ApplicationServer createApart(Path directory) throws IOException {
    return switch (this) {
      case WILDFLY -> WildFlyServer.createApart(home(), directory);
      // All that its scripts change is in the domain.
      case PAYARA -> create(directory);
    };
  }

  /** The script that prepares it. */
  Path configuration() {
    return path("configuration");
  }

  /** The script that undoes that. */
  Path restoration() {
    Path script = configuration();
    return script.resolveSibling(
        script.getFileName().toString().replaceFirst("^configure", "restore"));
  }

  private Path home() {
    return path("home");
  }

  /** As people write it. */
  String title() {
    return title;
  }

  private Path path(String what) {
    String name = "presence." + property + "." + what;
    String path = System.getProperty(name);
    if (path == null) {
      throw new IllegalArgumentException("The property " + name + " is not set: the build sets it");
    }
    return Path.of(path);
  }
}
