package dev.sluice.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for the time being. Its user finds it gone after closing it, also when it was gone
/// before.
public record Folder(Path path) implements AutoCloseable {

  /// Makes one in the system's folder for such.
  ///
  /// @param prefix how its name begins
  public static Folder create(String prefix) throws IOException {
    return new Folder(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }
}
