package dev.sluice.lab.load;

import dev.sluice.call.runtime.Clock;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Says once a second, on one line of a terminal that is written over itself, how long something
/// that takes a known time will still take. Clears the line in the end. Runs from its making until
/// it is closed.
public final class TimeLeft implements AutoCloseable {
  private static final String TO_LINE_START = "\r\u001b[K";
  private static final int SECONDS = 60;

  private final String what;
  private final Clock clock;
  private final long end;
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch silent = new CountDownLatch(1);

  private TimeLeft(String what, Clock clock, Duration length) {
    this.what = what;
    this.clock = clock;
    this.end = clock.nanos() + length.toNanos();
  }

  /// Begins to count down.
  ///
  /// @param terminal where to say it; empty where there is no terminal, and nothing is said
  /// @param what what takes its time
  /// @param length how long it takes
  public static TimeLeft start(
      Optional<PrintStream> terminal, Clock clock, String what, Duration length) {
    var left = new TimeLeft(what, clock, length);
    terminal.ifPresentOrElse(left::begin, left.silent::countDown);
    return left;
  }

  private void begin(PrintStream out) {
    Thread.ofPlatform().name("sluice-time-left").daemon().start(() -> count(out));
  }

  private void count(PrintStream out) {
    try {
      do {
        show(out, TO_LINE_START + text(what, Duration.ofNanos(end - clock.nanos())));
      } while (!over.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    show(out, TO_LINE_START);
    silent.countDown();
  }

  private static void show(PrintStream out, String text) {
    out.print(text);
    out.flush();
  }

  /// Returns the text that is shown while so much time is left.
  static String text(String what, Duration left) {
    long seconds = Math.max(0, left.plusMillis(500).toSeconds());
    if (seconds == 0) {
      return what + "; nearly done";
    }
    return seconds < SECONDS
        ? "%s; %d s left".formatted(what, seconds)
        : "%s; %d min %d s left".formatted(what, seconds / SECONDS, seconds % SECONDS);
  }

  /// Ends the line, and returns when nothing more is shown.
  @Override
  public void close() {
    over.countDown();
    try {
      silent.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
