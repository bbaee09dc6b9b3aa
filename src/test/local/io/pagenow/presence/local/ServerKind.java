package io.pagenow.presence.local;

import java.io.IOException;
import java.nio.file.Path;

/** The kinds of servers that the application runs on. */
enum ServerKind {
  WILDFLY("wildfly", "WildFly", "wildfly/configure.cli"),
  PAYARA("payara", "Payara", "payara/configure.sh"),
  PAYARA7("payara7", "Payara 7", "payara/configure.sh");

  private final String property;
  private final String title;
  private final String script;

  ServerKind(String property, String title, String script) {
    this.property = property;
    this.title = title;
    this.script = script;
  }

  /** Returns the kind that {@code presence.server} selects. */
  static ServerKind current() {
    String wanted = Build.value("server");
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
      case PAYARA, PAYARA7 -> PayaraServer.create(home(), directory, javaHome());
    };
  }

  ApplicationServer createApart(Path directory) throws IOException {
    return switch (this) {
      case WILDFLY -> WildFlyServer.createApart(home(), directory);
      // The scripts for Payara change only the domain.
      case PAYARA, PAYARA7 -> create(directory);
    };
  }

  /** Returns the script that prepares a server of this kind. */
  Path configuration() {
    return Path.of("server-config").resolve(script).toAbsolutePath();
  }

  /** Returns the script that undoes {@link #configuration}. */
  Path restoration() {
    Path script = configuration();
    return script.resolveSibling(
        script.getFileName().toString().replaceFirst("^configure", "restore"));
  }

  /** Returns the directory of the installation. */
  Path home() {
    return Path.of(Build.value(property + ".home"));
  }

  /** Returns the JDK that runs the server: the current one, if the build names no other. */
  private String javaHome() {
    return System.getProperty(property + ".java.home", System.getProperty("java.home"));
  }

  /** Returns the product name. */
  String title() {
    return title;
  }
}
