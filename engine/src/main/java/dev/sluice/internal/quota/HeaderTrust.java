package dev.sluice.internal.quota;

import dev.sluice.call.RateLimitInfo;

/// The trust in rate-limit headers, which may be garbage, late, or promise what is then refused.
///
/// ```text
/// ignored : a limit or rest that contradicts the attempt itself; news older than the last
/// distrust: headers raise nothing for 1 min after a refusal, for 10 min if they had raised before it
/// ```
///
/// Source: this project (ADR 0017).
///
/// Limitations: headers of a provider that refuses by chance are distrusted for a minute each time.
final class HeaderTrust {
  /// How long after a refusal headers that have promised more are not believed.
  private static final long LIED = 600_000_000_000L;

  // Instants, each of use only once its flag is set.
  private boolean synced;
  private long syncedBy;
  private boolean contradicted;
  private long contradictedAt;
  private long distrust = ThrottleAnalyzer.QUIET;

  /// Whether headers have raised anything since the last refusal that contradicted them.
  private boolean raised;

  private long ignored;

  /// The amount that may have been charged too much and has not come back.
  private double overcharged;

  /// Whether what an answer says makes sense, and is newer than what is known.
  ///
  /// @param amount the amount that was reserved for the attempt
  /// @param sent when the attempt was let through
  boolean isNews(RateLimitInfo.Limit said, double amount, LimitEstimate estimate, long sent) {
    if (said.limit().isEmpty() && said.remaining().isEmpty()) {
      return false;
    }
    if (!makesSense(said, amount, estimate)) {
      ignored++;
      return false;
    }
    if (synced && sent - syncedBy < 0) {
      return false;
    }
    synced = true;
    syncedBy = sent;
    return true;
  }

  private static boolean makesSense(
      RateLimitInfo.Limit said, double amount, LimitEstimate estimate) {
    double limit = said.limit().isPresent() ? said.limit().getAsLong() : estimate.said();
    double least = Math.max(amount / 10, LimitEstimate.LEAST_SHARE * estimate.configured());
    boolean limitIs = limit >= Math.max(1, least) && limit < Long.MAX_VALUE >> 1;
    long remaining = said.remaining().orElse(0);
    return limitIs && remaining >= 0 && remaining <= limit;
  }

  /// Notes a refusal that contradicts the headers.
  void contradicted(long now) {
    if (raised) {
      distrust = LIED;
    } else if (now - contradictedAt >= distrust) {
      distrust = ThrottleAnalyzer.QUIET;
    }
    raised = false;
    contradicted = true;
    contradictedAt = now;
  }

  /// Whether headers raise what is believed to be left: not while refusals contradict them.
  boolean raise(long now) {
    boolean raises = !contradicted || now - contradictedAt >= distrust;
    raised |= raises;
    return raises;
  }

  /// Notes an amount that was charged without a report of the usage.
  ///
  /// @param most the largest sum of such amounts that still counts
  void guessed(double amount, double most) {
    overcharged = Math.min(most, overcharged + amount);
  }

  /// Takes and returns how much of `more`, by which headers exceed what was believed to be left,
  /// may come of guesses. Each guess counts once.
  double overcharged(double more) {
    double back = Math.min(more, overcharged);
    overcharged -= back;
    return back;
  }

  /// Returns how often headers made no sense.
  long ignored() {
    return ignored;
  }
}
