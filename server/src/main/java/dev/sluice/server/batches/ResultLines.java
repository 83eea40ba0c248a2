package dev.sluice.server.batches;

import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.server.batches.BatchApiHttp.LineSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// The lines of a file of results that arrives in blocks cut anywhere. One line is held at a time,
/// in memory that is reserved as it grows; one that is too long, or for which there is never
/// memory, is left out. For one thread.
final class ResultLines implements AutoCloseable {
  /// The longest line, whatever memory there is.
  private static final int LONGEST = 64 << 20;

  /// What a byte of a line takes until its result is kept: the line as it grows and as it is read,
  /// the answer in it, and that as the log has it, sealed and in a record.
  private static final int COPIES = 6;

  /// What is reserved for short lines, once for all of them.
  private static final long LEAST = 64 * 1024;

  private final Reservation memory;
  private final long longest;
  private final LineSink to;
  private ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long reserved;
  private boolean isTooLong;

  /// @param memory closed with this
  /// @param most how many bytes may be reserved where nothing else is
  ResultLines(Reservation memory, long most, LineSink to) {
    this.memory = memory;
    this.longest = Math.min(LONGEST, most / COPIES);
    this.to = to;
  }

  /// Takes the next block, its first `count` bytes.
  ///
  /// @throws RemoteFailure if there is no memory for the line now; nothing may be taken any more
  /// @throws IOException if the receiver does
  void take(byte[] block, int count) throws RemoteFailure, IOException, InterruptedException {
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (block[i] == '\n') {
        add(block, from, i);
        end();
        from = i + 1;
      }
    }
    add(block, from, count);
  }

  private void add(byte[] block, int from, int to) throws RemoteFailure {
    long size = (long) line.size() + to - from;
    isTooLong = isTooLong || size > longest;
    if (isTooLong) {
      drop();
    } else {
      reserve(size * COPIES);
      line.write(block, from, to - from);
    }
  }

  private void reserve(long bytes) throws RemoteFailure {
    long wanted = Math.max(LEAST, bytes);
    if (wanted > reserved) {
      if (!memory.resize(wanted)) {
        throw RemoteFailure.noMemory();
      }
      reserved = wanted;
    }
  }

  /// Ends the line, also where the file ends without a line break.
  void end() throws RemoteFailure, IOException, InterruptedException {
    if (!isTooLong && line.size() > 0) {
      to.line(line.toByteArray());
    }
    isTooLong = false;
    drop();
  }

  /// Forgets the line, and what a long one has taken.
  private void drop() {
    if (reserved > LEAST) {
      line = new ByteArrayOutputStream();
      reserved = LEAST;
      boolean _ = memory.resize(LEAST);
    }
    line.reset();
  }

  @Override
  public void close() {
    memory.close();
  }
}
