package dev.sluice.internal.quota;

import java.util.OptionalLong;

/// Congestion avoidance on refusals: the estimate of a limit a minute, cut when the provider
/// refuses, raised while all of it is used, with a memory of what was refused last.
///
/// ```text
/// limit     = max(1, min(configured, reported, learned))
/// refused   : learned = what ThrottleAnalyzer finds, at least 1 % of a stated limit
/// saturated : learned = min(configured, reported, 0.96 * refused, learned * growth), each 10 s
/// growth    = 1.2 while learned < 0.5 * refused, else 1.02
/// ```
///
/// `refused` is the limit that was in force when refusals began; it stops counting when another
/// refusal is affordable ([ProbeBackoff]). Cuts within a minute are one reaction: only the limit
/// that they began with counts as refused. Far below that the estimate grows by a fifth, as a
/// connection does in its slow start, until three such growths have ended in a refusal. Otherwise a
/// provider that counts by the minute of the clock, and lets nothing through for the rest of one,
/// would be believed to allow next to nothing.
///
/// Source: congestion avoidance (Chiu and Jain, 1989), slow start (Jacobson, 1988), the memory of
/// the last refused rate (ADR 0017).
///
/// Limitations: growth is by a factor, not by a constant, so several gateways with one credential
/// need not converge to equal shares. A limit that a provider raises without saying so is found
/// after about 2,000 attempts, not at once.
final class LimitEstimate {
  static final double GROWTH = 1.02;
  static final double FAST_GROWTH = 1.2;

  private static final long GROWS_EACH = 10_000_000_000L;

  /// A limit that is stated is not believed to be a hundred times lower.
  static final double LEAST_SHARE = 0.01;

  private final ProbeBackoff backoff = new ProbeBackoff(GROWTH);
  private OptionalLong configured;
  private double reported = Double.POSITIVE_INFINITY;
  private double learned = Double.POSITIVE_INFINITY;
  private long changedAt;
  private long cutAt;

  /// Whether it has grown when it had not been cut for a minute.
  private boolean tried = true;

  /// Whether it has grown fast since it was cut, and how often it was refused then.
  private boolean fast;

  private int overshoots;

  /// What was found to be too much last; zero for nothing.
  private double tooMuch;

  LimitEstimate(OptionalLong configured, long now) {
    this.configured = configured;
    this.changedAt = now;
  }

  /// The configuration says something else now; what was learned stays.
  void configure(OptionalLong limit) {
    configured = limit;
  }

  /// The limit a minute; infinite while there is none.
  double limit() {
    return Math.max(1, Math.min(said(), learned));
  }

  /// What configuration or headers say; infinite where they say nothing.
  double said() {
    return configured.isPresent() ? Math.min((double) configured.getAsLong(), reported) : reported;
  }

  /// What the configuration says; zero where it says nothing.
  double configured() {
    return configured.orElse(0);
  }

  /// Whether anybody has said what the limit is.
  boolean known() {
    return said() < Double.POSITIVE_INFINITY;
  }

  /// Whether it is lower than what is said, or nothing is said.
  boolean isLearned() {
    return learned < said();
  }

  /// Whether it is what the configuration says.
  boolean isConfigured() {
    return configured.isPresent() && limit() == (double) configured.getAsLong();
  }

  /// The headers say that the limit is `limit`.
  void reported(double limit) {
    boolean news =
        Math.abs(limit - reported) > LEAST_SHARE * reported || !Double.isFinite(reported);
    double before = said();
    reported = limit;
    if (news && said() != before) {
      lift(Double.POSITIVE_INFINITY);
    }
  }

  /// Refusals teach that it is `limit`; what it was till now is too much.
  void lower(double limit, long now) {
    overshoots += fast ? 1 : 0;
    fast = false;
    tried |= overshoots > 2;
    if (tried && Double.isFinite(limit())) {
      tooMuch = limit();
      backoff.refused(tooMuch);
      overshoots = 0;
    }
    tried = false;
    cutAt = now;
    learned = known() ? Math.max(LEAST_SHARE * said(), limit) : limit;
    changedAt = now;
  }

  /// What refusals have taught does not count any more: it is `limit`, and what was too much is
  /// not.
  void lift(double limit) {
    backoff.forget();
    tried = true;
    fast = false;
    overshoots = 0;
    tooMuch = 0;
    learned = limit < said() ? limit : Double.POSITIVE_INFINITY;
  }

  void attempted() {
    backoff.attempted();
  }

  /// All of it is used, and more is wanted.
  ///
  /// @return whether it has grown
  boolean saturated(long now) {
    double most = Math.min(said(), backoff.bound());
    if (now - changedAt < GROWS_EACH || learned >= most) {
      return false;
    }
    fast = learned < tooMuch / 2;
    learned = Math.min(most, learned * (fast ? FAST_GROWTH : GROWTH));
    tried |= now - cutAt >= ThrottleAnalyzer.QUIET;
    // Once, however long it has been.
    changedAt = now;
    return true;
  }
}
