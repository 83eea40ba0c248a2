package dev.sluice.accounts.budget;

import java.util.concurrent.atomic.AtomicLong;

/// The rate at which a budget is spent of late: exponentially decaying sums of what calls have cost
/// and of how many there were.
///
/// ```text
/// sum  = sum * e^(-dt / T) + amount             T: ten minutes
/// rate = sum / (T * (1 - e^(-age / T)))         the divisor is a second at least
/// ```
///
/// Source: exponential smoothing (Brown, 1956), in continuous time. A young rate is not taken for
/// slow: the sum is divided by as much of the time constant as has passed.
///
/// Limitations: of two additions at the same moment one may be lost, which makes the rate lower by
/// that call. Safe for any thread, takes no lock, allocates nothing; what one thread adds others
/// may see a little later.
public final class SpendPace {
  private static final double MILLIS = 600_000;
  private static final double SECOND = 1_000;

  /// The two sums, as the bits of doubles.
  private final AtomicLong nanos = new AtomicLong();

  private final AtomicLong calls = new AtomicLong();

  /// When the first call was counted; the next field is when the last one was, both in milliseconds
  /// since 1970 in UTC.
  private final AtomicLong since = new AtomicLong();

  private final AtomicLong at = new AtomicLong();

  /// A rate.
  ///
  /// @param nanos nano-dollars a second
  /// @param calls calls a second
  public record Rate(double nanos, double calls) {
    /// The rate where nothing is spent.
    public static final Rate NONE = new Rate(0, 0);
  }

  /// Adds the cost of a call.
  ///
  /// @param now milliseconds since 1970 in UTC
  void add(long cost, long now) {
    if (calls.get() == 0) {
      since.set(now);
    }
    double kept = kept(now);
    set(nanos, of(nanos) * kept + cost);
    set(calls, of(calls) * kept + 1);
    if (at.get() < now) {
      at.lazySet(now);
    }
  }

  /// The rate of late.
  ///
  /// @param now milliseconds since 1970 in UTC
  Rate rate(long now) {
    double age = Math.max(0, now - since.get()) / MILLIS;
    double seconds = Math.max(SECOND, MILLIS * (1 - Math.exp(-age))) / SECOND;
    double kept = kept(now) / seconds;
    return new Rate(of(nanos) * kept, of(calls) * kept);
  }

  private double kept(long now) {
    long passed = now - at.get();
    return passed <= 0 ? 1 : Math.exp(-passed / MILLIS);
  }

  private static double of(AtomicLong sum) {
    return Double.longBitsToDouble(sum.get());
  }

  private static void set(AtomicLong sum, double value) {
    sum.lazySet(Double.doubleToRawLongBits(value));
  }
}
