package dev.sluice.batches.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The place where contents are kept, each under a name of its own. Safe for any thread, and not
/// for a loop: everything waits for a disk.
interface Contents extends AutoCloseable {
  /// Begins a content, which is not there until it is committed.
  Sink begin(String name) throws IOException;

  /// Opens a content.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is none of this name
  Source open(String name) throws IOException;

  /// Removes a content, if there is one.
  void delete(String name) throws IOException;

  /// Passes on all that is there, but for what is being written, some of it at a time.
  void list(Found found) throws IOException, InterruptedException;

  /// Removes what a writer has left that was not committed.
  void drop(Leftover left) throws IOException, InterruptedException;

  @Override
  void close();

  /// Takes what is there.
  @FunctionalInterface
  interface Found {
    /// Takes some of it.
    ///
    /// @param some a thousand at most
    void some(List<Leftover> some) throws IOException, InterruptedException;
  }

  /// What is there of a content.
  ///
  /// @param name its name
  /// @param whole whether it was committed
  /// @param changed when it was written last, in milliseconds since 1970
  record Leftover(String name, boolean whole, long changed) {}

  /// A content that is written. For one thread at a time.
  interface Sink extends AutoCloseable {
    /// Adds all that remains of `bytes`.
    void write(ByteBuffer bytes) throws IOException;

    /// Ends the content, which outlives a loss of power from here on.
    void commit() throws IOException;

    /// Drops what is not committed.
    @Override
    void close();
  }

  /// A content that is read.
  interface Source extends AutoCloseable {
    /// Reads some bytes from a place on.
    ///
    /// @return how many; -1 at the end
    int read(ByteBuffer into, long at) throws IOException;

    @Override
    void close();
  }
}
