package io.pagenow.presence.aws;

import java.io.IOException;

/** Says whether programs are there that some tests need. Without them those tests are skipped. */
final class Programs {

  private Programs() {}

  /** The library of AWS runs in Node.js. */
  static boolean hasNode() {
    return runs("node", "The tests of the template are skipped: Node.js is not installed");
  }

  static boolean hasCfnLint() {
    return hasNode() && runs("cfn-lint", "cfn-lint is not installed: its test is skipped");
  }

  private static boolean runs(String program, String otherwise) {
    try {
      Process process =
          new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return true;
      }
    } catch (IOException e) {
      // Not installed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.println(otherwise);
    return false;
  }
}
