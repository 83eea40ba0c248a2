package dev.sluice.internal.quota;

/// A provider that counts by the minute of the clock: all of it is there again when one begins.
final class WindowUpstream extends ExactUpstream {
  private static final double SECONDS = 60;
  private static final long NANOS = 60_000_000_000L;

  WindowUpstream(double tokenRate, double requestRate) {
    super(tokenRate, requestRate, SECONDS);
  }

  @Override
  long wait(double amount, long now) {
    return NANOS - now % NANOS;
  }

  @Override
  double refilled(long from, long to) {
    return SECONDS * Math.max(0, to / NANOS - from / NANOS);
  }
}
