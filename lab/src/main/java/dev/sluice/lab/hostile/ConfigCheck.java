package dev.sluice.lab.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Runs `validate` as a process that may hang.
final class ConfigCheck {
  /// A JVM takes that long for its start alone where other processes have all processors.
  private static final long ENDS_WITHIN_SECONDS = 40;

  private ConfigCheck() {}

  /// Checks a configuration.
  ///
  /// @param yaml the configuration
  /// @return what it says, behind its exit code; empty if it does not end
  static Optional<String> of(Site site, String yaml) throws IOException, InterruptedException {
    Path file = Files.writeString(site.folder().resolve("checked.yaml"), yaml);
    return site.run(ENDS_WITHIN_SECONDS, List.of("validate", file.toString()));
  }
}
