package dev.sluice.server.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Writes lines to a stream that may block, without ever blocking who has them to write. Safe for
/// any thread.
///
/// The writing thread looks for lines ten times a second rather than being woken for each: waking a
/// thread costs more than a whole call may.
final class LineQueue implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final OutputStream out;
  private final BlockingQueue<Consumer<StringBuilder>> lines;
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread writer;

  /// Confined to the writing thread.
  private final StringBuilder text = new StringBuilder();

  /// @param capacity how many lines wait at most
  LineQueue(OutputStream out, int capacity) {
    this.out = out;
    this.lines = new ArrayBlockingQueue<>(capacity);
    this.writer = Thread.ofPlatform().name("sluice-log").daemon().start(this::write);
  }

  /// Adds a line, which is made up on the writing thread; drops it when too many wait.
  void add(Consumer<StringBuilder> line) {
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
    List<Consumer<StringBuilder>> batch = new ArrayList<>();
    if (lines.drainTo(batch) > 0) {
      text.setLength(0);
      batch.forEach(this::append);
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private void append(Consumer<StringBuilder> line) {
    line.accept(text);
    text.append('\n');
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
