package io.pagenow.presence.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/**
 * What the build made, and the options that it was started with. Maven writes them to {@code
 * build.properties}, for tests, the local run and the benchmark alike. A system property {@code
 * presence.NAME} overrides an entry.
 */
public final class Build {

  private static final Properties PROPERTIES = load();

  private Build() {}

  /** Returns the path of the WAR. */
  public static Path war() {
    return Path.of(value("war"));
  }

  /** Returns a path below the output directory of the build. */
  public static Path output(String path) {
    return Path.of(value("directory")).resolve(path);
  }

  /**
   * Returns an option or a path.
   *
   * @throws IllegalArgumentException if {@code build.properties} has no such entry
   */
  public static String value(String name) {
    String value = System.getProperty("presence." + name, PROPERTIES.getProperty(name));
    if (value == null) {
      throw new IllegalArgumentException("build.properties has no entry " + name);
    }
    return value;
  }

  /**
   * Returns the JVM options from {@code presence.java.options}, separated by spaces. By default
   * they set the heap size that the documentation requires, so that tests notice code that needs
   * more.
   */
  static List<String> javaOptions() {
    return Pattern.compile(" ")
        .splitAsStream(value("java.options"))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  /**
   * Returns the PostgreSQL driver on the class path of this program, for the server's data source.
   */
  static Path driver() {
    try {
      return Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The PostgreSQL driver is not in a file", e);
    }
  }

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is missing: start this with Maven");
      }
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
