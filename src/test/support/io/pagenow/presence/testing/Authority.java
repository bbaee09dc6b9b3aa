package io.pagenow.presence.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A certificate authority that is generated for one test run. */
public final class Authority {

  private static final String PASSWORD = "changeit";
  private static final String ROOT = "root";

  private final Path store;

  private Authority(Path store) {
    this.store = store;
  }

  /**
   * Generates an authority with a self-signed root certificate.
   *
   * @param store the key store to create; the file must not exist yet
   */
  public static Authority create(Path store) throws IOException {
    Authority authority = new Authority(store);
    authority.generate(ROOT, "CN=Test authority", "-ext", "bc:c=ca:true");
    return authority;
  }

  /** Writes the root certificate as PEM, for clients to trust. */
  public void writeRoot(Path certificate) throws IOException, GeneralSecurityException {
    Files.writeString(certificate, certificate(ROOT));
  }

  /** Generates a key for a host, and writes it and its certificate as PEM. */
  public void issue(String host, Path key, Path certificate)
      throws IOException, GeneralSecurityException {
    String alias = host + "-" + UUID.randomUUID();
    generate(alias, "CN=" + host, "-signer", ROOT, "-ext", "san=dns:" + host);
    byte[] secret = entry(alias).getPrivateKey().getEncoded();
    Files.writeString(key, pem("PRIVATE KEY", secret));
    Files.writeString(certificate, certificate(alias));
  }

  private void generate(String alias, String name, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-alias",
                alias,
                "-dname",
                name));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private String certificate(String alias) throws IOException, GeneralSecurityException {
    return pem("CERTIFICATE", entry(alias).getCertificate().getEncoded());
  }

  private PrivateKeyEntry entry(String alias) throws IOException, GeneralSecurityException {
    char[] password = PASSWORD.toCharArray();
    KeyStore keys = KeyStore.getInstance(store.toFile(), password);
    return (PrivateKeyEntry) keys.getEntry(alias, new PasswordProtection(password));
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
