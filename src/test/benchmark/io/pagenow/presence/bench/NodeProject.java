package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A program for Node.js with its packages, in a directory of its own. */
final class NodeProject {

  private static final String NEEDED =
      "The peer socketio needs Node.js 20 or later with npm, and a registry of npm packages."
          + " Install them, or leave socketio out of bench.peers";

  private final Path directory;

  private NodeProject(Path directory) {
    this.directory = directory;
  }

  /**
   * Copies the program and installs its packages, which takes some seconds.
   *
   * @throws IOException if there is no Node.js or npm, or npm cannot install the packages; the
   *     message says what is needed
   */
  static NodeProject install(Path sources, Path directory)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(sources)) {
      for (Path file : files) {
        Files.copy(
            file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    NodeProject project = new NodeProject(directory);
    project.run("node", "--eval", "process.exit(+(parseInt(process.version.slice(1)) < 20))");
    // Without a lock file, which would name a registry. Nor may packages run scripts.
    project.run(
        "npm",
        "install",
        "--no-package-lock",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefer-offline");
    return project;
  }

  /**
   * Returns the command that runs a script of the program.
   *
   * @param arguments the options of Node.js, and the script
   */
  ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  /** Returns the file for the output of the program. */
  Path log() {
    return directory.resolve("node.log");
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new IOException(NEEDED, e);
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(NEEDED + ": " + String.join(" ", command) + " failed\n" + output);
    }
  }
}
