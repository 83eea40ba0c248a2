package dev.sluice.lab.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.reader.ConfigFile;
import java.util.Map;

/// The configuration: whatever a file holds, it is read, or refused with messages that say where.
final class ConfigurationFuzz {
  private static final String NAME = "sluice.yaml";

  private ConfigurationFuzz() {}

  static void run(byte[] input) {
    try {
      ConfigFile file = ConfigFile.of(Doc.parse(NAME, new String(input, UTF_8), Map.of()));
      Must.hold(file.position("nothing", "here").isEmpty(), "what is not there has no place");
    } catch (ConfigException e) {
      String message = String.valueOf(e.getMessage());
      Must.hold(message.contains(NAME), "a message says where: " + message);
    }
  }
}
