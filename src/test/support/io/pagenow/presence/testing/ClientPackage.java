package io.pagenow.presence.testing;

import io.pagenow.presence.local.Build;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The package of the client library, packed by npm and installed from the tarball into a project of
 * its own, {@code src/test/npm}. A test that uses it is skipped if there is no Node.js 20 with npm,
 * or npm has no access to its registry.
 *
 * @param project has the package and the programs that check it
 */
public record ClientPackage(NodeProject project, Path tarball) {

  private static final Path PACKAGE = Path.of("src/main/webapp/client").toAbsolutePath();
  private static final Path PROJECT = Path.of("src/test/npm");
  private static final String SKIPPED = "The package of the client library is not tested: ";

  /** Packs and installs it. Takes about 10 seconds. */
  public static ClientPackage install() throws IOException, InterruptedException {
    NodeJs.assume(SKIPPED);
    NodeProject project = NodeProject.copy(PROJECT, Build.output("npm"));
    try {
      project.npm("ci");
    } catch (IOException e) {
      NodeJs.assume(false, SKIPPED + "npm cannot install what its test needs: " + e.getMessage());
    }
    String name = project.npm("pack", "--silent", PACKAGE.toString()).strip();
    Path tarball = project.directory().resolve(name);
    project.npm("install", "--no-save", tarball.toString());
    return new ClientPackage(project, tarball);
  }

  public Path directory() {
    return project.directory();
  }

  /** Runs a program as {@link NodeProject#tool} does. */
  public String tool(String name, String... arguments) throws IOException, InterruptedException {
    return project.tool(name, arguments);
  }
}
