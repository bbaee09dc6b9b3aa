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

/** How Redis shows that it is the one that is meant. */
final class Tls {

  private Tls() {}

  /**
   * Sockets that talk to those alone whose certificates are vouched for.
   *
   * @param authorities a file with certificates (PEM) of who vouches; null for those whom the JVM
   *     trusts
   * @throws IllegalArgumentException where the file cannot be read
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

  /** The certificate has to be for the host that was asked for. */
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
      throw new IOException("It has no certificate");
    }
    return store;
  }
}
