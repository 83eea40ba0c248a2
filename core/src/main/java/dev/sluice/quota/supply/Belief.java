package dev.sluice.quota.supply;

import java.util.OptionalLong;

/// What the limit is believed to be, a minute: the lower of what the configuration and the headers
/// say, times a factor that refusals lower and time raises again; where nobody says anything, what
/// was used when the first refusal came, times that factor.
///
/// Additive increase (here 2 % each 10 s while all of it is used), multiplicative decrease (x 0.85
/// a refusal), after Chiu and Jain, 1989. Growth stops short of what was refused last, until
/// another refusal is affordable.
final class Belief {
  private static final double CUT = 0.85;
  private static final double GROWTH = 1.02;

  /// A little less than what was refused; what was right then is found in a few steps.
  private static final double SAFE = 0.96;

  private static final long GROWS_EACH = 10_000_000_000L;
  private static final double LEAST = 1;

  private final OptionalLong configured;
  private final Caution caution = new Caution(SAFE);
  private double reported = Double.POSITIVE_INFINITY;
  private double learned = Double.POSITIVE_INFINITY;
  private double factor = 1;
  private long changedAt;

  Belief(OptionalLong configured, long now) {
    this.configured = configured;
    this.changedAt = now;
  }

  /// The limit a minute; infinite while there is none.
  double limit() {
    double base = known() ? said() : learned;
    return Math.max(LEAST, base * factor);
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
    return known() ? factor < 1 : learned < Double.POSITIVE_INFINITY;
  }

  /// The headers say that the limit is `limit`.
  void reported(double limit) {
    boolean news = Math.abs(limit - reported) > 0.01 * reported || !Double.isFinite(reported);
    double before = said();
    reported = limit;
    if (news && said() != before) {
      factor = 1;
    }
  }

  /// An attempt was refused that was sent after the last cut.
  ///
  /// @param pace what is used a minute of late
  void cut(double pace, long now) {
    if (!known() && learned == Double.POSITIVE_INFINITY) {
      learned = Math.max(LEAST, pace);
    }
    caution.refused(factor, now);
    factor = Math.max(0.01, factor * CUT);
    changedAt = now;
  }

  void attempted(long now) {
    caution.attempted(now);
  }

  /// All of it is used, and more is wanted.
  ///
  /// @return whether it has grown
  boolean saturated(long now) {
    double most = Math.min(known() ? 1 : Double.POSITIVE_INFINITY, caution.bound());
    if (now - changedAt < GROWS_EACH || factor >= most || limit() == Double.POSITIVE_INFINITY) {
      return false;
    }
    factor = Math.min(most, factor * GROWTH);
    // Once, however long it has been.
    changedAt = now;
    return true;
  }
}
