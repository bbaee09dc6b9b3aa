package io.pagenow.presence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.local.Build;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The package of the client library, packed by npm and installed from the tarball into a project of
 * its own, {@code src/test/npm}. A test that uses it is skipped if there is no Node.js 20 with npm,
 * or npm has no access to its registry.
 */
public final class ClientPackage {

  private static final Path PACKAGE = Path.of("src/main/webapp/client").toAbsolutePath();
  private static final Path PROJECT = Path.of("src/test/npm");
  private static final String SKIPPED = "The package of the client library is not tested: ";

  private final Path directory;
  private final Path tarball;

  private ClientPackage(Path directory, Path tarball) {
    this.directory = directory;
    this.tarball = tarball;
  }

  /** Packs and installs it. Takes about 10 seconds. */
  public static ClientPackage install() throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Build.output("npm"));
    NodeJs.assume(SKIPPED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(PROJECT)) {
      for (Path file : files) {
        Path copy = directory.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    ClientPackage unpacked = new ClientPackage(directory, directory);
    NodeJs.assume(
        NodeJs.isDone(
            directory,
            "npm",
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefer-offline"),
        SKIPPED + "npm cannot install what its test needs");
    String name = unpacked.run("npm", "pack", "--silent", PACKAGE.toString()).strip();
    Path tarball = directory.resolve(name);
    unpacked.run("npm", "install", "--no-save", "--no-audit", "--no-fund", tarball.toString());
    return new ClientPackage(directory, tarball);
  }

  public Path directory() {
    return directory;
  }

  public Path tarball() {
    return tarball;
  }

  /** Runs a program of the project, such as {@code tsc}, and returns its output. */
  public String tool(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("npx", "--no-install", name));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /**
   * Runs a command in the project, and returns its output.
   *
   * @throws AssertionError with the output if it fails
   */
  public String run(String... command) throws IOException, InterruptedException {
    Process process = start(directory, command);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
    }
    return output;
  }

  private static Process start(Path directory, String... command) throws IOException {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
  }
}
