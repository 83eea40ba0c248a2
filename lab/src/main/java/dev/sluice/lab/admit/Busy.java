package dev.sluice.lab.admit;

import dev.sluice.lab.load.Timeline;

/// The tokens that the provider has charged while calls were waiting, after a warm-up. Waiting
/// calls are reported with the delay of a message to the provider, so that both are measured at the
/// same point.
final class Busy {
  private static final long WARM_UP = 60_000_000_000L;
  private static final double NANOS = 1e9;

  private final Timeline timeline;
  private final ProviderSpeed speed;
  private int waiting;
  private long since;
  private long nanos;
  private double tokens;

  Busy(Timeline timeline, ProviderSpeed speed) {
    this.timeline = timeline;
    this.speed = speed;
  }

  /// Notes that one more call waits.
  public void waits() {
    timeline.after(speed.oneWay(), () -> change(1));
  }

  /// Notes that one call waits no more.
  public void waitsNoMore() {
    timeline.after(speed.oneWay(), () -> change(-1));
  }

  /// Notes that the provider has charged so many tokens, or has given some back where `amount` is
  /// negative.
  void charged(double amount) {
    if (waiting > 0 && timeline.now() >= WARM_UP) {
      tokens += amount;
    }
  }

  /// Returns how long calls were waiting, in seconds.
  public double seconds() {
    return nanos / NANOS;
  }

  /// Returns the tokens that were charged while calls waited.
  public double tokens() {
    return tokens;
  }

  private void change(int by) {
    long now = timeline.now();
    if (waiting > 0) {
      nanos += Math.max(0, now - Math.max(since, WARM_UP));
    }
    since = now;
    waiting += by;
  }
}
