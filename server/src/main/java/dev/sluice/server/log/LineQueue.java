package dev.sluice.server.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Writes lines to a stream that may block, without ever blocking who has them to write. Safe for
/// any thread.
///
/// The writing thread looks for lines ten times a second rather than being woken for each: waking a
/// thread costs more than a whole call may. What a line tells is put into words by whoever has it
/// at hand: a moment later all of it would have to come from memory again.
final class LineQueue implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final OutputStream out;
  private final BlockingQueue<Text> lines;
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread writer;

  /// Confined to the writing thread.
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  /// @param capacity how many lines wait at most
  LineQueue(OutputStream out, int capacity) {
    this.out = out;
    this.lines = new ArrayBlockingQueue<>(capacity);
    this.writer = Thread.ofPlatform().name("sluice-log").daemon().start(this::write);
  }

  /// Adds a line, its end included; drops it when too many wait.
  void add(Text line) {
    if (!lines.offer(line)) {
      dropped.increment();
    }
  }

  /// How many lines were dropped.
  long dropped() {
    return dropped.sum();
  }

  private void write() {
    try {
      while (!closed.await(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
        writeAll();
      }
      writeAll();
    } catch (InterruptedException | IOException gone) {
      // Nobody reads the log any more; what still comes is dropped and counted.
      return;
    }
  }

  private void writeAll() throws IOException {
    List<Text> batch = new ArrayList<>();
    if (lines.drainTo(batch) > 0) {
      batch.forEach(line -> line.writeTo(text));
      text.writeTo(out);
      text.reset();
      out.flush();
    }
  }

  /// Writes what waits, for a moment, then gives up.
  @Override
  public void close() {
    closed.countDown();
    try {
      writer.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
