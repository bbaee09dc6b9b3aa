package io.pagenow.presence.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Builds the WAR of another revision, in a Git work tree of its own. */
final class Revision {

  private Revision() {}

  /**
   * Checks a revision out and builds it, without its tests. Returns the revision itself if it is
   * the path of a WAR.
   *
   * @param directory for the work tree, which stays there
   * @return the path of the WAR
   * @throws IOException if Git does not know the revision, or the build fails
   */
  static Path build(String revision, Path directory) throws IOException, InterruptedException {
    if (revision.endsWith(".war")) {
      return Path.of(revision).toAbsolutePath();
    }
    Path tree = directory.resolve("revision");
    if (Files.exists(tree)) {
      run(tree, List.of("git", "checkout", "--force", "--detach", revision));
      // Classes that only the revision before had would go into the WAR.
      run(tree, List.of("git", "clean", "-ffdqx"));
    } else {
      Files.createDirectories(directory);
      run(directory, List.of("git", "worktree", "prune"));
      run(
          directory,
          List.of("git", "worktree", "add", "--force", "--detach", tree.toString(), revision));
    }
    run(tree, List.of(maven(), "-q", "package", "-DskipTests", "-Ddeployment.skip"));
    try (Stream<Path> files = Files.list(tree.resolve("target"))) {
      return files
          .filter(file -> file.toString().endsWith(".war"))
          .findFirst()
          .orElseThrow(() -> new IOException("The build of " + revision + " made no WAR"));
    }
  }

  /** Returns the Maven that runs this program. */
  private static String maven() {
    String home = System.getProperty("maven.home");
    return home == null ? "mvn" : Path.of(home, "bin", "mvn").toString();
  }

  private static void run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    int code =
        new ProcessBuilder(command)
            .directory(new File(directory.toString()))
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " failed with " + code);
    }
  }
}
