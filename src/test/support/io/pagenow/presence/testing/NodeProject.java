package io.pagenow.presence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a program for Node.js, in a directory of its own. The methods need Node.js and npm: see
 * {@link NodeJs}.
 */
public final class NodeProject {

  private final Path directory;

  private NodeProject(Path directory) {
    this.directory = directory;
  }

  /** Copies the files of a program. */
  public static NodeProject copy(Path sources, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(sources)) {
      for (Path file : files) {
        Path copy = directory.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return new NodeProject(directory);
  }

  public Path directory() {
    return directory;
  }

  /**
   * Runs npm in the directory, without scripts of packages, and returns its output. Blocks.
   *
   * @throws IOException with the output if npm fails
   */
  public String npm(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
    return run(command);
  }

  /**
   * Runs a program of an installed package, such as {@code tsc}, and returns its output. Blocks.
   *
   * @throws IOException with the output if the program fails
   */
  public String tool(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("npx", "--no-install", name));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /**
   * Returns the command that runs a script of the program.
   *
   * @param arguments the options of Node.js, and the script
   */
  public ProcessBuilder node(String... arguments) {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    return command(command);
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Process process = command(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + output);
    }
    return output;
  }

  private ProcessBuilder command(List<String> command) {
    return new ProcessBuilder(command).directory(directory.toFile());
  }
}
