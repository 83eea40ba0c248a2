package dev.sluice.internal.quota.supply;

import dev.sluice.call.RateLimitInfo;

/// How far an answer's headers are to be believed: they may be garbage, late, or promise what is
/// then refused.
final class HeaderTrust {
  /// Limits beyond this are garbage, whoever says them.
  private static final double ABSURD = 1e13;

  /// How long after a refusal headers that promise more are not believed: twice as long each time
  /// that this is soon followed by another refusal.
  private static final long DISTRUST = 30_000_000_000L;

  private static final long DISTRUST_MOST = 3_600_000_000_000L;

  /// So many times that long without a refusal, and it counts as the first.
  private static final int SOON = 4;

  /// Headers are written when a call is admitted. What is told later than this after it was sent
  /// may also have been counted later, so that it must not raise anything.
  private static final long PROMPT = 2_000_000_000L;

  /// Which share of what is guessed may be too much.
  private static final double TOO_HIGH = 0.5;

  // Instants, each of use only once its flag is set.
  private boolean heard;
  private long heardBy;
  private boolean contradicted;
  private long contradictedAt;
  private long distrust = DISTRUST;

  /// Whether they have raised anything since.
  private boolean raised;

  private long ignored;

  /// What may have been charged too much, and has not come back.
  private double overcharged;

  /// Whether what an answer says makes sense, and is newer than what is known.
  ///
  /// @param amount what was reserved for that attempt
  /// @param sent when that was
  boolean isNews(RateLimitInfo.Room said, double amount, LimitEstimate estimate, long sent) {
    if (said.limit().isEmpty() && said.remaining().isEmpty()) {
      return false;
    }
    if (!makesSense(said, amount, estimate)) {
      ignored++;
      return false;
    }
    if (heard && sent - heardBy < 0) {
      return false;
    }
    heard = true;
    heardBy = sent;
    return true;
  }

  private static boolean makesSense(
      RateLimitInfo.Room said, double amount, LimitEstimate estimate) {
    double limit = said.limit().isPresent() ? said.limit().getAsLong() : estimate.said();
    double least = Math.max(amount / 10, estimate.configured() / 100);
    boolean limitIs = limit >= Math.max(1, least) && limit < ABSURD;
    long remaining = said.remaining().orElse(0);
    return limitIs && remaining >= 0 && remaining <= limit;
  }

  /// A refusal says otherwise.
  void contradicted(long now) {
    if (!contradicted || now - contradictedAt > SOON * distrust) {
      distrust = DISTRUST;
    } else if (raised) {
      distrust = Math.min(DISTRUST_MOST, 2 * distrust);
    }
    raised = false;
    contradicted = true;
    contradictedAt = now;
  }

  /// Whether what was told to an attempt raises what is believed to be left: not if it may be
  /// counted twice, and not while refusals contradict it.
  boolean raise(long sent, long now) {
    boolean trusted = !contradicted || now - contradictedAt >= distrust;
    boolean raises = trusted && now - sent <= PROMPT;
    raised |= raises;
    return raises;
  }

  /// So much was charged without a report of what was used.
  ///
  /// @param most what there can be of it that still counts
  void guessed(double amount, double most) {
    overcharged = Math.min(most, overcharged + TOO_HIGH * amount);
  }

  /// How much of `more` than was believed to be left may come of guesses; it counts once.
  double overcharged(double more) {
    double back = Math.min(more, overcharged);
    overcharged -= back;
    return back;
  }

  /// How often they made no sense.
  long ignored() {
    return ignored;
  }
}
