package io.pagenow.presence.local;

import java.io.IOException;
import java.nio.file.Path;

/** The kinds of servers that the application runs on. */
enum ServerKind {
  WILDFLY("wildfly", "WildFly"),
  PAYARA("payara", "Payara");

  private final String property;
  private final String title;

  ServerKind(String property, String title) {
    this.property = property;
    this.title = title;
  }

  /** Returns the kind that {@code presence.server} selects; WildFly if the property is not set. */
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
      // The scripts for Payara change only the domain.
      case PAYARA -> create(directory);
    };
  }

  /** Returns the script that prepares a server of this kind. */
  Path configuration() {
    return path("configuration");
  }

  /** Returns the script that undoes {@link #configuration}. */
  Path restoration() {
    Path script = configuration();
    return script.resolveSibling(
        script.getFileName().toString().replaceFirst("^configure", "restore"));
  }

  private Path home() {
    return path("home");
  }

  /** Returns the product name. */
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
