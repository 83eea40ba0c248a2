package dev.sluice;

import dev.sluice.GatewayEdge.UnreadAnswer;
import dev.sluice.call.Failed;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.dialect.json.GrowableBytes;
import dev.sluice.dialect.json.HeapMeter;
import java.io.InterruptedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The reading end of a call, which an [Answer] hands out in several forms. It does not know the
/// answer, so that an answer which nobody holds any more can be found. For one thread at a time,
/// but for [#close].
final class AnswerContent implements UnreadAnswer {
  private static final byte[] NOTHING = {};

  private final AnswerPipe pipe;
  private final CallHandle running;
  private final Reservation memory;
  private byte[] current = NOTHING;
  private int position;
  private boolean ended;

  AnswerContent(AnswerPipe pipe, CallHandle running, MemoryBudget memory) {
    this.pipe = pipe;
    this.running = running;
    this.memory = memory.reserve(MemoryBudget.Use.ANSWER, SchedulingHints.NOBODY);
  }

  AnswerPipe pipe() {
    return pipe;
  }

  /// Reads one byte; -1 at the end.
  int read() throws InterruptedIOException {
    return available() ? current[position++] & 0xFF : -1;
  }

  /// Reads at least one byte; -1 at the end.
  ///
  /// @param length more than zero
  int read(byte[] into, int offset, int length) throws InterruptedIOException {
    if (!available()) {
      return -1;
    }
    int taken = Math.min(length, current.length - position);
    System.arraycopy(current, position, into, offset, taken);
    position += taken;
    return taken;
  }

  /// Reads what is there of the body, or waits for more; null at the end.
  byte @Nullable [] part() throws InterruptedIOException {
    if (!available()) {
      return null;
    }
    byte[] part = position == 0 ? current : Arrays.copyOfRange(current, position, current.length);
    position = current.length;
    return part;
  }

  /// Reads the rest of the body.
  ///
  /// @throws CallFailedException if the memory budget has no room for it
  byte[] whole() throws InterruptedIOException {
    var bytes = new GrowableBytes();
    try {
      for (byte[] part = part(); part != null; part = part()) {
        // The array doubles, and is copied once more in the end.
        if (!memory.resize(2L * (bytes.length() + part.length))) {
          throw noRoom();
        }
        bytes.add(part);
      }
      return Arrays.copyOf(bytes.array(), bytes.length());
    } finally {
      memory.resize(0);
    }
  }

  /// A meter of what is built of a part of the answer, beyond `free` bytes.
  HeapMeter meter(long free) {
    return new HeapMeter(free, memory::resize);
  }

  /// Gives back the memory that a meter has asked for, since what was built is garbage or the
  /// application's.
  void giveBack(HeapMeter meter) {
    if (meter.reset()) {
      memory.resize(0);
    }
  }

  /// Ends the call, since the answer has no more room, and says so.
  CallFailedException noRoom() {
    boolean own = memory.shareIsFull();
    close();
    return new CallFailedException(new Failed.OutOfMemory(own));
  }

  /// Ends the call, since its answer cannot be read.
  ///
  /// @param detail what is wrong with it
  CallFailedException bad(Failed.Flaw flaw, String detail) {
    close();
    return new CallFailedException(new Failed.BadAnswer(flaw, detail));
  }

  /// Whether something can be read, for which it waits.
  ///
  /// @throws CallFailedException if the answer is closed
  private boolean available() throws InterruptedIOException {
    if (pipe.isClosed()) {
      throw CallFailedException.answerClosed();
    }
    while (!ended && position == current.length) {
      next();
    }
    return position < current.length;
  }

  private void next() throws InterruptedIOException {
    position = 0;
    current = NOTHING;
    try {
      byte[] more = pipe.read();
      ended = more == null;
      current = more == null ? NOTHING : more;
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the answer");
    }
  }

  @Override
  public boolean isOver() {
    return pipe.isEnded() || pipe.isClosed();
  }

  @Override
  public void leave() {
    close();
  }

  @Override
  public void keep(Object watch) {
    pipe.leash(watch);
  }

  /// Cancels the call if it still runs, and forgets what waits unread. Safe for any thread, any
  /// number of times.
  void close() {
    running.leave();
    pipe.close();
    memory.close();
  }
}
