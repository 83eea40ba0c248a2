package dev.sluice.server.batches;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/// Passes lines for the operator on, so many a minute: clients make batches as they like, and each
/// that ends is a line. The first line of the next minute says how many were left out. Safe for any
/// thread.
final class BoundedNotes implements Consumer<String> {
  /// How many lines a minute has.
  static final int MOST = 60;

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Consumer<String> to;
  private final Clock clock;
  private long began;
  private int passed;
  private long left;

  BoundedNotes(Consumer<String> to, Clock clock) {
    this.to = to;
    this.clock = clock;
    this.began = clock.nanos();
  }

  @Override
  public synchronized void accept(String line) {
    long now = clock.nanos();
    if (now - began >= MINUTE) {
      began = now;
      passed = 0;
    }
    if (passed == MOST) {
      left++;
      return;
    }
    passed++;
    to.accept(left == 0 ? line : "%s (%d lines before it were left out)".formatted(line, left));
    left = 0;
  }
}
