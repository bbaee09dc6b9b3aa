package io.pagenow.presence.lifecycle;

import io.pagenow.presence.config.SettingsReader;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import java.io.Serial;
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
      SettingsReader.settings();
    } catch (IllegalArgumentException e) {
      String line =
          e.getMessage() + ". The Presence API is not deployed: correct the setting, and restart";
      LOG.severe(line);
      event.addDeploymentProblem(new WrongSettingException(line));
    }
  }
}
