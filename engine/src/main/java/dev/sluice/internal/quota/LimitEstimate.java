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

  /// The lowest share of a stated limit that is believed.
  static final double LEAST_SHARE = 0.01;

  private final ProbeBackoff backoff = new ProbeBackoff(GROWTH);
  private OptionalLong configured;
  private double reported = Double.POSITIVE_INFINITY;
  private double learned = Double.POSITIVE_INFINITY;
  private long changedAt;
  private long cutAt;

  /// Whether the estimate has grown when it had not been cut for a minute.
  private boolean tried = true;

  /// Whether the estimate has grown fast since it was cut, and how many such growths have ended in
  /// a refusal.
  private boolean fast;

  private int overshoots;

  /// The limit that was last found to be too much; zero for none.
  private double tooMuch;

  LimitEstimate(OptionalLong configured, long now) {
    this.configured = configured;
    this.changedAt = now;
  }

  /// Changes the configured limit; what was learned stays.
  void configure(OptionalLong limit) {
    configured = limit;
  }

  /// Returns the limit per minute; infinite while there is none.
  double limit() {
    return Math.max(1, Math.min(said(), learned));
  }

  /// Returns the limit that configuration or headers state; infinite where they state none.
  double said() {
    return configured.isPresent() ? Math.min((double) configured.getAsLong(), reported) : reported;
  }

  /// Returns the configured limit; zero where there is none.
  double configured() {
    return configured.orElse(0);
  }

  /// Whether configuration or headers state the limit.
  boolean known() {
    return said() < Double.POSITIVE_INFINITY;
  }

  /// Whether the limit in force is lower than the stated one, or learned where none is stated.
  boolean isLearned() {
    return learned < said();
  }

  /// Whether the limit in force is the configured one.
  boolean isConfigured() {
    return configured.isPresent() && limit() == (double) configured.getAsLong();
  }

  /// Notes that headers state `limit`.
  void reported(double limit) {
    boolean news =
        Math.abs(limit - reported) > LEAST_SHARE * reported || !Double.isFinite(reported);
    double before = said();
    reported = limit;
    if (news && said() != before) {
      lift(Double.POSITIVE_INFINITY);
    }
  }

  /// Lowers the estimate to `limit`, as refusals teach; what it was till now is too much.
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

  /// Raises the estimate to `limit` and forgets what refusals have taught.
  void lift(double limit) {
    backoff.forget();
    tried = true;
    fast = false;
    overshoots = 0;
    tooMuch = 0;
    learned = limit < said() ? limit : Double.POSITIVE_INFINITY;
  }

  /// Takes over the estimate of another process: a cut as if this process had been refused, growth
  /// as if it had grown.
  void adopt(double limit, long now) {
    if (limit < limit()) {
      lower(limit, now);
    } else {
      learned = limit < said() ? limit : Double.POSITIVE_INFINITY;
      changedAt = now;
    }
  }

  void attempted() {
    backoff.attempted();
  }

  /// Lets the estimate grow, since all of the limit is used and more is wanted.
  ///
  /// @return whether the estimate has grown
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
