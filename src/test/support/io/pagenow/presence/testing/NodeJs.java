package io.pagenow.presence.testing;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Node.js and npm, which some tests need. */
public final class NodeJs {

  private NodeJs() {}

  /**
   * Skips the test that calls it if there is no Node.js 20 or later with npm, and says so.
   *
   * @param consequence what is not tested then, with a colon and a space at the end
   */
  public static void assume(String consequence) throws InterruptedException {
    boolean installed =
        isDone("node", "--eval", "process.exit(+(parseInt(process.version.slice(1)) < 20))")
            && isDone("npm", "--version");
    assume(installed, consequence + "there is no Node.js 20 or later with npm");
  }

  /** Skips the test that calls it unless a condition is true, and prints why. */
  static void assume(boolean condition, String otherwise) {
    if (!condition) {
      System.out.println(otherwise);
    }
    Assumptions.assumeTrue(condition, otherwise);
  }

  private static boolean isDone(String... command) throws InterruptedException {
    return isDone(Path.of("."), command);
  }

  /** Returns whether a command can be run in a directory, and succeeds. */
  static boolean isDone(Path directory, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // not installed
    }
  }
}
