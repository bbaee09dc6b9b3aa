package io.pagenow.presence.aws;

import java.io.IOException;

/** Says whether programs are there that some tests need. Without them those tests are skipped. */
final class Programs {

  private Programs() {}

  /** The library of AWS runs in Node.js 20 or later. */
  static boolean hasNode() {
    return runs(
        "The tests of the template are skipped: there is no Node.js 20 or later",
        "node",
        "--eval",
        "process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)");
  }

  static boolean hasCfnLint() {
    return hasNode()
        && runs("cfn-lint is not installed: its test is skipped", "cfn-lint", "--version");
  }

  private static boolean runs(String otherwise, String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
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
