package dev.sluice.batches.file;

import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/// The room on the disk of the folder of files. Some of it is to stay free: below that nothing new
/// is begun, so that what is paid for can still be written, and whatever else is on the disk goes
/// on. What is free is asked for once a second at most. Safe for any thread; waits for the disk.
public final class DiskRoom {
  private static final long USUAL = 256L << 20;
  private static final int USUAL_SHARE = 100;
  private static final long EACH = 1_000_000_000;

  private final Path folder;
  private final OptionalLong configured;
  private final Clock clock;
  private final AtomicReference<Seen> seen;

  /// What was free.
  ///
  /// @param floor how much is to stay free
  private record Seen(long at, long usable, long floor) {
    /// A disk of which nothing is known has room: a write that fails tells.
    static Seen unknown(long at) {
      return new Seen(at, Long.MAX_VALUE, 0);
    }
  }

  /// @param configured how many bytes are to stay free; empty for 256 MiB, and for a hundredth of a
  ///   disk that is smaller than a hundred times that
  DiskRoom(Path folder, OptionalLong configured, Clock clock) {
    this.folder = folder;
    this.configured = configured;
    this.clock = clock;
    this.seen = new AtomicReference<>(look());
  }

  private Seen look() {
    long now = clock.nanos();
    try {
      var disk = Files.getFileStore(folder);
      long usual = Math.min(USUAL, disk.getTotalSpace() / USUAL_SHARE);
      return new Seen(now, disk.getUsableSpace(), configured.orElse(usual));
    } catch (IOException none) {
      return Seen.unknown(now);
    }
  }

  private Seen now() {
    Seen last = seen.get();
    if (clock.nanos() - last.at < EACH) {
      return last;
    }
    Seen next = look();
    return seen.compareAndSet(last, next) ? next : seen.get();
  }

  /// Whether so many bytes more leave free what is to stay so.
  public boolean holds(long bytes) {
    Seen last = now();
    return last.usable - last.floor >= bytes;
  }

  /// Checks that there is room for so many bytes.
  ///
  /// @throws FileRefused if there is not
  void require(long bytes) throws FileRefused {
    if (!holds(bytes)) {
      throw FileRefused.noRoom(new IOException(words(bytes)));
    }
  }

  /// What is wrong, where there is less free than is to stay so.
  Optional<String> trouble() {
    return holds(0) ? Optional.empty() : Optional.of(words(0));
  }

  private String words(long bytes) {
    Seen last = now();
    return "the disk of %s has %d MiB free, of which %d are to stay so (files.free)%s"
        .formatted(
            folder,
            last.usable >> 20,
            last.floor >> 20,
            bytes > 0 ? ", and %d bytes are needed".formatted(bytes) : "");
  }
}
