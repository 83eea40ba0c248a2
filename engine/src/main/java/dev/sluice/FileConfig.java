package dev.sluice;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.file.GatewayFile;
import dev.sluice.config.file.GatewayFile.Skipped;
import java.lang.System.Logger.Level;
import java.util.stream.Collectors;

/// The configuration that a gateway takes of a file, and what is said of the rest.
final class FileConfig {
  private static final System.Logger LOG = System.getLogger("dev.sluice.config");

  private FileConfig() {}

  /// The configuration of a file; logs which of its sections are not used, and its notes.
  ///
  /// @param name what messages call the file
  static GatewayConfig of(GatewayFile file, String name) {
    if (!file.skipped().isEmpty()) {
      LOG.log(Level.INFO, skipped(file, name));
    }
    file.notes().forEach(note -> LOG.log(Level.WARNING, note.toString()));
    return file.config();
  }

  static String skipped(GatewayFile file, String name) {
    return file.skipped().stream()
        .map(Skipped::section)
        .collect(
            Collectors.joining(
                ", ",
                name + ": an embedded gateway does not use ",
                " (GatewayFile.skipped() says why)"));
  }
}
