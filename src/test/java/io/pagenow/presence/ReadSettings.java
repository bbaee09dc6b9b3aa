package io.pagenow.presence;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.SettingsReader;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Reads settings, and records the names of all variables that {@link SettingsReader} asks for. */
final class ReadSettings {

  /** Settings with which each variable is either read or optional. */
  private static final Map<String, String> BASE =
      Map.of(
          "AWS_REGION", "region",
          "COGNITO_POOL_ID", "pool",
          "PRESENCE_JWT_ISSUER", "https://issuer.example",
          "REDIS_READER_ENDPOINT_ADDRESS", "reader.example");

  private final Set<String> asked = new HashSet<>();

  /** Returns the names of all variables that were asked for so far. */
  Set<String> asked() {
    return asked;
  }

  /** Reads the settings with one of {@link #BASE} changed; an empty value counts as not set. */
  Settings read(String name, String value) {
    Map<String, String> values = new HashMap<>(BASE);
    values.put(name, value);
    var source = new PropertiesConfigSource(values, "test", 0);
    Config config = new SmallRyeConfigBuilder().withSources(source).build();
    Config noting =
        (Config)
            Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> {
                  asked.add((String) arguments[0]);
                  return method.invoke(config, arguments);
                });
    return SettingsReader.settings(noting);
  }
}
