package io.pagenow.presence;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.testing.ClientPackage;
import io.pagenow.presence.testing.Markdown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the npm package of the client library, as an application installs it. */
@SuppressWarnings("NullAway.Init") // Set before all tests.
class ClientPackageTest {

  private static final int BYTES = 6 * 1024;

  private static ClientPackage client;

  @BeforeAll
  static void install() throws Exception {
    client = ClientPackage.install();
  }

  @Test
  void packageHasTheModulesWithTypesAndNothingElse() throws IOException {
    Path installed = client.directory().resolve("node_modules/@pagenow/presence");
    Set<String> expected;
    try (Stream<Path> files = Files.list(Path.of("src/main/webapp/client"))) {
      expected = files.map(file -> file.getFileName().toString()).collect(toSet());
    }
    try (Stream<Path> files = Files.walk(installed).filter(Files::isRegularFile)) {
      assertEquals(
          expected, files.map(file -> installed.relativize(file).toString()).collect(toSet()));
    }
  }

  @Test
  void packageIsCorrectForBundlersAndForNode() throws Exception {
    client.tool("publint", "run", "--strict", client.tarball().toString());
    // It has ES modules only.
    client.tool("attw", "--profile", "esm-only", client.tarball().toString());
  }

  @Test
  void programsInReactCompile() throws Exception {
    String guide = Markdown.code(Path.of("docs/client-library.md"), "tsx");
    Files.writeString(client.directory().resolve("guide.tsx"), guide);
    client.tool("tsc", "--project", ".");
    client.tool("tsc", "--project", ".", "--module", "es2022", "--moduleResolution", "bundler");
  }

  @Test
  void clientHasAtMostSixKilobytes() throws Exception {
    Path bundle = client.directory().resolve("size.js");
    client.tool(
        "esbuild",
        "node_modules/@pagenow/presence/index.js",
        "--bundle",
        "--minify",
        "--format=esm",
        "--outfile=" + bundle);
    int size = gzipped(Files.readAllBytes(bundle));
    assertTrue(size <= BYTES, () -> size + " bytes");
  }

  private static int gzipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.size();
  }
}
