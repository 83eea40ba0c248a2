package dev.sluice.batches;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/// The files of the log of one batch, one for each epoch in which it has had an owner, or for each
/// time that an owner has opened it. For one thread.
interface LogFiles {
  /// The numbers of the files that there are, the first first.
  List<Long> epochs() throws IOException;

  /// The number of the file that an owner writes: its epoch, or one that stands behind all that it
  /// and those before it have had.
  default long next(long epoch) {
    return epoch;
  }

  /// Opens a file, which is made where it is missing.
  LogFile open(long epoch) throws IOException;

  /// Removes all files.
  void remove() throws IOException;

  /// How often what is written is forced.
  ///
  /// @param nanos how old a result becomes at most
  /// @param results how many there are at most
  record SyncInterval(long nanos, int results) {
    static final SyncInterval OF_A_DISK = new SyncInterval(Duration.ofMillis(100).toNanos(), 64);
  }

  /// An open file.
  interface LogFile extends AutoCloseable {
    long size() throws IOException;

    /// Reads bytes from `offset` on.
    ///
    /// @return how many; -1 at the end
    int read(long offset, ByteBuffer into) throws IOException;

    /// Writes all bytes at the end. A failure may leave some of them there.
    void append(ByteBuffer bytes) throws IOException;

    /// Cuts the file.
    void cut(long size) throws IOException;

    /// Returns when what was written is on the disk.
    void force() throws IOException;

    /// Whether a force that has failed can be repeated: everything that was written is still known.
    default boolean keepsUnforced() {
      return false;
    }

    /// How often to force.
    default SyncInterval syncInterval() {
      return SyncInterval.OF_A_DISK;
    }

    @Override
    void close() throws IOException;
  }
}
