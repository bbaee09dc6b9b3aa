package io.pagenow.presence.redis.connection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS settings: which certificates of Redis are trusted. */
final class Tls {

  private Tls() {}

  /**
   * Returns a factory of sockets that accept only trusted certificates.
   *
   * @param authorities a PEM file of the CA certificates to trust; null for those that the JVM
   *     trusts
   * @throws IllegalArgumentException if the file cannot be read or has no certificate
   */
  static SSLSocketFactory sockets(@Nullable Path authorities) {
    try {
      if (authorities == null) {
        return SSLContext.getDefault().getSocketFactory();
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(authorities));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "REDIS_TLS_ROOT_CERT must be a file with certificates, not '" + authorities + "'", e);
    }
  }

  /**
   * Returns parameters that make the handshake fail unless the certificate is for the requested
   * host.
   */
  static SSLParameters hostIsChecked() {
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  private static KeyStore store(Path authorities) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authorities)) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
    }
    if (store.size() == 0) {
      throw new IOException("The file has no certificate");
    }
    return store;
  }
}
