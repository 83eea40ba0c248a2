package dev.sluice.batches.file;

import java.io.IOException;

/// The content of one file, to be read anywhere. Waits for the disk; for one thread at a time, and
/// not for a loop.
public interface ContentReader extends AutoCloseable {
  /// Reads some of the content.
  ///
  /// @param offset from where on, in bytes
  /// @param into takes `length` bytes at most, from `from` on
  /// @return how many bytes were read, at least one; -1 at the end
  /// @throws FileRefused if the content is not what was written
  int read(long offset, byte[] into, int from, int length) throws IOException;

  @Override
  void close();
}
