package io.pagenow.presence.it.lifecycle;

import io.pagenow.presence.local.ApplicationServer;
import io.pagenow.presence.local.Build;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The built application with settings of its own, which win over those of the server. So one
 * running server can start the application with many settings.
 *
 * @param always settings of each deployment, which its own settings override; the server has none
 *     of them
 */
record SettingsWar(ApplicationServer server, Path file, Map<String, String> always) {

  private static final String SETTINGS = "WEB-INF/classes/META-INF/microprofile-config.properties";

  /**
   * Deploys the application in place of the one that the server has.
   *
   * @param wrong further settings; empty if a setting is missing
   */
  void deploy(Map<String, String> wrong) throws IOException {
    Map<String, String> settings = new HashMap<>(always);
    settings.putAll(wrong);
    settings.values().removeIf(String::isEmpty);
    Files.copy(Build.war(), file, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem war = FileSystems.newFileSystem(file)) {
      Files.writeString(
          war.getPath(SETTINGS),
          settings.entrySet().stream()
              .map(setting -> setting.getKey() + "=" + setting.getValue())
              .collect(Collectors.joining("\n", "config_ordinal=1000\n", "\n")));
    }
    server.deploy(file);
  }
}
