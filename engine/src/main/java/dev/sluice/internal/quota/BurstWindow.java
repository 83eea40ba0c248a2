package dev.sluice.internal.quota;

import dev.sluice.internal.stats.Seconds;
import java.time.Duration;
import java.util.Optional;

/// Token bucket depth, learned: how many seconds' worth of the limit a provider lets through at
/// once. A limit a minute is enforced in windows of any length up to that: 60 requests a minute may
/// mean one a second.
///
/// ```text
/// depth   = rate * window                                 starts at 10 s
/// binding : window = min(60 s, 1.2 * window, refused / 1.2 / 1.02)
/// refused : window = max(1 s, 0.6 * window)
/// ```
///
/// The window grows while it alone holds calls back, every 2 s at most, and a minute after a
/// refusal at the earliest. It shrinks when what was let through at once is refused; the refused
/// window bounds growth until another refusal is affordable ([ProbeBackoff]). A configured window
/// is fixed.
///
/// Source: the token bucket (Turner, 1986; RFC 2215); growing and shrinking by factors is this
/// project's (ADR 0017).
///
/// Limitations: a provider that lets less than 10 s through at once costs a few refusals until its
/// window is known. Windows below a second, and limits that are counted by the minute of the clock,
/// are no token buckets and are mirrored only roughly.
final class BurstWindow {
  private static final double START = 10;
  private static final long GROWS_EACH = 2_000_000_000L;
  private static final double CUT = 0.6;

  private final boolean fixed;
  private final ProbeBackoff backoff = new ProbeBackoff(LimitEstimate.FAST_GROWTH);
  private double seconds;
  private long changedAt;
  private boolean grown;

  private long pause = GROWS_EACH;

  BurstWindow(Optional<Duration> fixed, long now) {
    this.fixed = fixed.isPresent();
    this.seconds = fixed.map(d -> Seconds.of(d.toNanos())).orElse(START);
    this.changedAt = now;
  }

  double seconds() {
    return seconds;
  }

  void attempted() {
    backoff.attempted();
  }

  /// Notes that what was let through at once has been refused.
  ///
  /// @return whether the window has shrunk
  boolean throttled(long now) {
    if (fixed || seconds <= 1) {
      return false;
    }
    backoff.refused(seconds);
    change(Math.max(1, seconds * CUT), now);
    grown = false;
    pause = ThrottleAnalyzer.QUIET;
    return true;
  }

  /// Forgets the refused window, since refusals have another cause.
  void acquitted() {
    backoff.forget();
  }

  /// Notes that the window alone holds calls back.
  ///
  /// @return whether the window has grown
  boolean binding(long now) {
    double most = Math.min(RateLimitModel.MINUTE, backoff.bound());
    if (fixed || seconds >= most || now - changedAt < pause) {
      return false;
    }
    change(Math.min(most, seconds * LimitEstimate.FAST_GROWTH), now);
    grown = true;
    pause = GROWS_EACH;
    return true;
  }

  /// Whether the window has grown so lately that the growth is not proven yet, so that it is blamed
  /// first.
  boolean young(long now) {
    return grown && now - changedAt < Seconds.nanos(seconds);
  }

  /// Takes over the window that another process has found.
  void adopt(double other, long now) {
    if (!fixed && other != seconds) {
      change(Math.clamp(other, 1, RateLimitModel.MINUTE), now);
      grown = false;
    }
  }

  private void change(double to, long now) {
    seconds = to;
    changedAt = now;
  }
}
