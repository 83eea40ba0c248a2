package dev.sluice.batches.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The writer of one file, which is there once it is committed, and not before. Waits for the disk
/// and the store; for one thread at a time, and not for a loop.
public interface ContentWriter extends AutoCloseable {
  /// Adds all that remains of `bytes`.
  ///
  /// @throws FileRefused if the file becomes too large, the quota is used up, or the disk is full
  void write(ByteBuffer bytes) throws IOException;

  /// Says what the file is, where that is known after its content has begun.
  ///
  /// @throws FileRefused if files of its purpose may not have as many bytes
  void describe(NewFile asked) throws FileRefused;

  /// How many bytes were written.
  long size();

  /// Ends the file: it is on the disk, and in the store, when this returns.
  StoredFile commit() throws IOException, InterruptedException;

  /// Drops what is not committed.
  @Override
  void close();
}
