package dev.sluice.cli.batch;

import dev.sluice.cli.console.CannotStart;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// A file that has its name once it is whole and on the disk: what it is a copy of is removed then,
/// and a power failure right behind that must not take both.
///
/// @param place where it will be
/// @param disk makes things durable
record WholeFile(Path place, Disk disk) {
  /// Something that writes a file.
  @FunctionalInterface
  interface Writer {
    void write(Path to) throws CannotStart, IOException, InterruptedException;
  }

  /// Makes things durable.
  @FunctionalInterface
  interface Disk {
    /// Returns when a file, or the names in a folder, are on the disk.
    void force(Path path) throws IOException;
  }

  WholeFile(Path place) {
    this(place, WholeFile::force);
  }

  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Where it is written before it is whole.
  Path beside() {
    return place.resolveSibling(place.getFileName() + ".part");
  }

  private Path folder() {
    return Objects.requireNonNull(place.toAbsolutePath().getParent());
  }

  /// Writes it.
  ///
  /// @throws IOException if the disk does not take it
  void fill(Writer writer) throws CannotStart, IOException, InterruptedException {
    Path part = beside();
    try {
      writer.write(part);
      disk.force(part);
      Path _ = Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      disk.force(folder());
    } finally {
      boolean _ = part.toFile().delete();
    }
  }
}
