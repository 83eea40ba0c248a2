package dev.sluice.report.minutes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// The name of a gateway, which tells its counts from those of others in the same database: a
/// random one in the file `node` of its own folder. Where that cannot be written it is a new one in
/// each process, which does not find the counts of those before it.
final class NodeName {
  private static final String FILE = "node";

  private NodeName() {}

  /// Reads the name in a folder; makes a new one where there is none.
  static String in(Path folder) {
    Path file = folder.resolve(FILE);
    String fresh = UUID.randomUUID().toString();
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, fresh + "\n");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      return fresh;
    }
  }
}
