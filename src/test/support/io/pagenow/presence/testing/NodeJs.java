package io.pagenow.presence.testing;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** Node.js and npm, which some tests need. */
public final class NodeJs {

  private NodeJs() {}

  /** Returns whether there is Node.js 20 or later with npm. */
  public static boolean isInstalled() throws InterruptedException {
    return isDone("node", "--eval", "process.exit(+(parseInt(process.version.slice(1)) < 20))")
        && isDone("npm", "--version");
  }

  /**
   * Skips the test that calls it if there is no Node.js 20 or later with npm, and says so.
   *
   * @param consequence what is not tested then, with a colon and a space at the end
   */
  public static void assume(String consequence) throws InterruptedException {
    assume(isInstalled(), consequence + "there is no Node.js 20 or later with npm");
  }

  /** Skips the test that calls it unless a condition is true, and prints why. */
  static void assume(boolean condition, String otherwise) {
    if (!condition) {
      System.out.println(otherwise);
    }
    Assumptions.assumeTrue(condition, otherwise);
  }

  private static boolean isDone(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // not installed
    }
  }
}
