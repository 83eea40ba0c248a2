package dev.sluice.server.reload;

import dev.sluice.server.config.SluiceConfig;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The origin of the configuration, from which it can be read again.
@FunctionalInterface
public interface ConfigSource {

  /// Reads and checks the configuration.
  ///
  /// @param reads notified of each file before it is read
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong with it
  /// @throws NotApplied if it cannot be read again at all
  SluiceConfig load(Consumer<Path> reads) throws NotApplied;

  /// Makes a source that cannot be read again.
  static ConfigSource fixed() {
    return _ -> {
      throw new NotApplied(
          "there is no configuration file to read again: start the gateway with -c FILE");
    };
  }
}
