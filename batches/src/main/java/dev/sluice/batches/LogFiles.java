package dev.sluice.batches;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The files of the log of one batch, one for each epoch in which it has had an owner. For one
/// thread.
interface LogFiles {
  /// The epochs of which there is a file, the first first.
  List<Long> epochs() throws IOException;

  /// Opens the file of an epoch, which is made where it is missing.
  LogFile open(long epoch) throws IOException;

  /// Removes all files.
  void remove() throws IOException;

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

    @Override
    void close() throws IOException;
  }
}
