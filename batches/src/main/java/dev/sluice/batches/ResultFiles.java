package dev.sluice.batches;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the files of results go. Everything waits for disks and for the store.
interface ResultFiles {
  /// The two files that a batch may have.
  enum Role {
    /// Lines with an answer.
    OUTPUT,
    /// Lines with an error.
    ERRORS
  }

  /// Begins a file of a batch.
  ///
  /// @param bytes how many it will have, about
  /// @throws IOException if there is no room for them, so that none are written in vain
  ResultFile begin(Batch batch, Role which, long bytes) throws IOException, InterruptedException;

  /// A file that is written.
  interface ResultFile extends AutoCloseable {
    /// Adds all that remains of `bytes`.
    void write(ByteBuffer bytes) throws IOException;

    /// Ends the file. In one step it is there and its batch says so, or neither.
    ///
    /// @return the batch that says so
    Batch commit() throws IOException, InterruptedException;

    /// Drops what is not committed.
    @Override
    void close();
  }
}
