package io.pagenow.presence.bench;

import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Starts classes of the benchmark in Java processes of their own. */
final class JavaProgram {

  private JavaProgram() {}

  /** Returns the command that runs a main class with the class path of this program. */
  static ProcessBuilder command(Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** Returns the class path of this program, which Maven may have put into a class loader. */
  private static String classPath() {
    if (JavaProgram.class.getClassLoader() instanceof URLClassLoader loader) {
      StringJoiner path = new StringJoiner(":");
      for (URL url : loader.getURLs()) {
        path.add(file(url));
      }
      return path.toString();
    }
    return System.getProperty("java.class.path");
  }

  private static String file(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url + " is no file", e);
    }
  }
}
