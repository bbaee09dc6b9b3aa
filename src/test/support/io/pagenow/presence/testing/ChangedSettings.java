package io.pagenow.presence.testing;

import io.pagenow.presence.config.Settings;
import java.time.Duration;

/** Copies of settings in which one value is different. */
public final class ChangedSettings {

  private ChangedSettings() {}

  /** Returns the settings with another grace period. */
  public static Settings withGrace(Settings settings, Duration grace) {
    return copy(settings, grace, settings.sharing(), settings.redis());
  }

  /** Returns the settings with another treatment of the sharing rules. */
  public static Settings withSharing(Settings settings, Settings.Sharing sharing) {
    return copy(settings, settings.reconnectGrace(), sharing, settings.redis());
  }

  /** Returns the settings with other endpoints of Redis. */
  public static Settings withRedis(Settings settings, Settings.Redis redis) {
    return copy(settings, settings.reconnectGrace(), settings.sharing(), redis);
  }

  private static Settings copy(
      Settings settings, Duration grace, Settings.Sharing sharing, Settings.Redis redis) {
    return new Settings(
        settings.timeout(),
        grace,
        settings.origins(),
        settings.tokens(),
        sharing,
        redis,
        settings.sockets(),
        settings.pages(),
        settings.operations());
  }
}
