package dev.sluice.server.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// A writer of lines to a stream that may block, without ever blocking the threads that log. Safe
/// for any thread.
///
/// The writing thread looks for lines ten times a second rather than being woken for each: waking a
/// thread costs more than a whole call may. The thread that logs makes up the line, while its data
/// is in the processor's cache: a moment later all of it would have to come from memory again.
///
/// If a stream cannot be written, since a disk is full or a reader has gone, it is tried again with
/// the next lines; those that it did not take are counted, and the log says so once.
final class LineQueue implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger("dev.sluice.log");

  private final String name;
  private final OutputStream out;
  private final int capacity;

  // Without a lock: loops add lines, and so do the threads that they carry.
  private final Queue<LineBuffer> lines = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread writer;

  // Confined to the writing thread.
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  /// How many lines were lost since the stream last took one; zero while the stream takes them.
  private long lost;

  /// @param name what is written, such as "call log"; its thread and its messages are called by it
  /// @param capacity how many lines wait at most
  LineQueue(String name, OutputStream out, int capacity) {
    this.name = name;
    this.out = out;
    this.capacity = capacity;
    this.writer =
        Thread.ofPlatform().name("sluice-" + name.replace(' ', '-')).daemon().start(this::write);
  }

  /// Adds a line, its line end included; drops the line when too many wait.
  void add(LineBuffer line) {
    if (waiting.incrementAndGet() <= capacity) {
      lines.add(line);
    } else {
      waiting.decrementAndGet();
      dropped.increment();
    }
  }

  /// How many lines were dropped: too many waited, or they could not be written.
  long dropped() {
    return dropped.sum();
  }

  private void write() {
    try {
      while (!closed.await(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
        writeAll();
      }
      writeAll();
    } catch (InterruptedException stopped) {
      return;
    }
  }

  private void writeAll() {
    int taken = 0;
    // Lines that come meanwhile are written in the next round.
    for (int left = waiting.get(); left > 0; left--) {
      taken += take();
    }
    if (taken > 0) {
      write(taken);
    }
  }

  /// Takes a line, if one is there: a line is counted before it is added.
  private int take() {
    LineBuffer line = lines.poll();
    if (line == null) {
      return 0;
    }
    waiting.decrementAndGet();
    line.writeTo(text);
    return 1;
  }

  private void write(int taken) {
    try {
      text.writeTo(out);
      out.flush();
      text.reset();
      written();
    } catch (IOException e) {
      text.reset();
      // A line that was cut must not swallow the next one.
      text.write('\n');
      failed(taken, e);
    }
  }

  private void written() {
    if (lost > 0) {
      LOG.log(Level.WARNING, "the " + name + " is written again; lines that were lost: " + lost);
      lost = 0;
    }
  }

  private void failed(int taken, IOException why) {
    if (lost == 0) {
      String what = "the " + name + " cannot be written (" + why.getMessage() + ")";
      String until = "; its lines are lost until it can, and counted in sluice_log_dropped_total";
      LOG.log(Level.WARNING, what + until);
    }
    lost += taken;
    dropped.add(taken);
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
