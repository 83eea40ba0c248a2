package dev.sluice.internal.stats;

/// Converts between seconds, for arithmetic, and nanoseconds, for instants and waits.
public final class Seconds {
  /// The nanoseconds of a second.
  public static final double NANOS = 1e9;

  /// A wait without end, in nanoseconds: far beyond any deadline, and half of what differences of
  /// instants can express.
  public static final long NEVER = 1L << 61;

  private Seconds() {}

  /// Returns `nanos` in seconds.
  public static double of(long nanos) {
    return nanos / NANOS;
  }

  /// Returns `seconds` in nanoseconds, rounded up, and [#NEVER] at most.
  public static long nanos(double seconds) {
    return (long) Math.min(NEVER, Math.ceil(seconds * NANOS));
  }
}
