package io.pagenow.presence.lifecycle.start;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.SettingsReader;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;

/**
 * Checks the settings before any bean exists. Otherwise the server would bury the message about a
 * wrong setting under the failures of all beans that need it.
 */
public final class SettingsExtension implements Extension {

  private static final Logger LOG = Logger.getLogger(SettingsExtension.class.getName());

  /** A wrong setting. It has no stack trace: the operator needs the message only. */
  private static final class WrongSettingException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    WrongSettingException(String message) {
      super(message, null, false, false);
    }
  }

  void check(@Observes AfterDeploymentValidation event) {
    try {
      requireCertificates(SettingsReader.settings().redis());
    } catch (IllegalArgumentException e) {
      String line =
          e.getMessage() + ". The Presence API is not deployed: correct the setting, and restart";
      LOG.severe(line);
      event.addDeploymentProblem(new WrongSettingException(line));
    }
  }

  /** Checks the file before the connections to Redis are created, which need it. */
  static void requireCertificates(Settings.Redis redis) {
    Path file = redis.authorities();
    if (redis.tls() && file != null && !Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "REDIS_TLS_ROOT_CERT must be a file with certificates, not '" + file + "'");
    }
  }
}
