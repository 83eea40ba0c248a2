package dev.sluice.internal.quota;

import dev.sluice.internal.stats.Seconds;

/// Change detection on refusals: decides whether a refusal means that a limit is lower, or is
/// chance, and how low the limit is. A limit is in doubt from the first refusal on, and lowered
/// with each that follows, until there are none for a minute.
///
/// ```text
/// passed = (served + (amount - left) / 2) * 60 s / elapsed        between two refusals
/// limit  = clamp(0.85 * passed, 0.5 * tried, 0.85 * tried)        from the second refusal on
///          0.85 * tried                           where fewer than 5 attempts lie in between
/// tried  = min(limit, rate of the last minute)
/// proven = max(proven, (served - left) * 60 s / elapsed)
/// chance : (served + amount) * 60 s / elapsed < proven, and refusals < 1/3 of the attempts
/// ```
///
/// A provider that refuses for want of room has less left than was asked for. So what is served
/// from one refusal to the next is what the limit lets in, give or take a call: `amount` is the
/// call refused now, `left` the one refused before. What was served less that call is proven. A
/// refusal although less was asked for than is proven does not follow the load, it is chance: the
/// limit is what it was before, and from then on refusals count only when they are more than twice
/// the usual share and five more. The share is measured anew every 2,000 attempts.
///
/// ```text
///           refused            again
/// trusted ──────────> in doubt ─────> lowered ── none for a while ──> trusted
///                                      │   ^
///                                      ├───┘ again
///                                      └────> chance ── more than usual ──> in doubt
///                             again, below what is proven
/// ```
///
/// Source: this project (ADR 0017); the cut by a factor is multiplicative decrease (Chiu and Jain,
/// 1989).
///
/// Limitations: chance and a real limit at the same time are not told apart. A provider that
/// refuses a fifth of its attempts at random may be believed to have a low limit for some minutes.
final class ThrottleAnalyzer {
  /// The time without a refusal after which refusals count anew, in nanoseconds.
  static final long QUIET = 60_000_000_000L;

  private static final double CUT = 0.85;
  private static final double DEEPEST = 0.5;

  /// The number of attempts below which they show nothing of what was served; also the number of
  /// refusals beyond those by chance up to which they mean nothing.
  private static final int FEW = 5;

  /// The largest share of attempts that may be refused by chance.
  private static final double CHANCE_MOST = 1.0 / 3;

  /// How many refusals have followed each other closely, and when the last one was.
  private int row;

  private long last;

  /// The limit per minute that was believed before it was lowered.
  private double before;

  /// The rate per minute that is proven to be within the limit.
  private double proven;

  /// The attempts and refusals since refusals began, or, while refusals are chance, since they are
  /// counted.
  private int allAttempts;

  private int allRefusals;
  private long since;
  private int attempts;
  private int refusals;
  private double served;

  /// What the provider can have had left at the last refusal.
  private double left;

  /// The share of the attempts that is refused whatever the load.
  private double chance;

  void attempted() {
    attempts++;
    allAttempts++;
  }

  /// Adds an amount that has been charged, or, below zero, given back.
  void charged(double amount) {
    served += amount;
  }

  /// Whether an attempt of that instant was sent before the last refusal that counts.
  boolean isOld(long sent) {
    return row > 0 && sent - since < 0;
  }

  /// Counts the refusal of an attempt that is old ([#isOld]).
  ///
  /// @param amount what was charged for the attempt when it was sent
  void late(double amount) {
    served += amount;
    allRefusals++;
  }

  /// Counts the refusal of an attempt that is not old.
  ///
  /// @return whether refusals are more than chance
  boolean refused(long now) {
    boolean quiet = row == 0 || now - last >= QUIET;
    last = now;
    refusals++;
    if (chance > 0 && !isMore(now)) {
      return false;
    }
    if (quiet) {
      begin();
    }
    row++;
    allRefusals++;
    return true;
  }

  private void begin() {
    row = 0;
    allAttempts = 0;
    allRefusals = 0;
    proven = 0;
    before = attempts >= SafetyMargin.ATTEMPTS_PER_REFUSAL ? 0 : before;
  }

  private boolean isMore(long now) {
    if (refusals > Math.min(2 * chance, CHANCE_MOST) * attempts + FEW) {
      chance = 0;
      row = 0;
      return true;
    }
    if (attempts >= SafetyMargin.ATTEMPTS_PER_REFUSAL) {
      chance = (double) refusals / attempts;
      anew(0, now);
    }
    return false;
  }

  int row() {
    return row;
  }

  /// Determines the limit to believe in after a refusal.
  ///
  /// @param limit the limit so far, per minute; infinite for none
  /// @param pace what was used in the last minute
  /// @param amount the amount that was refused
  /// @return the limit per minute: unchanged after the first refusal, lower after others, higher
  ///   where they are chance
  double judge(double limit, double pace, double amount, long now) {
    double next = row == 1 ? limit : again(limit, pace, amount, now);
    anew(amount, now);
    return next;
  }

  /// Determines the limit after a further refusal. Each bound assumes that the provider had as much
  /// left, or as little, as possible.
  private double again(double limit, double pace, double amount, long now) {
    double minutes = Seconds.of(Math.max(1, now - since)) / RateLimitModel.MINUTE;
    double share = (allRefusals - 1.0) / allAttempts;
    before = Math.max(before, limit);
    if ((served + amount) / minutes < proven && share < CHANCE_MOST) {
      chance = share;
      row = 0;
      return before;
    }
    proven = Math.max(proven, (served - left) / minutes);
    double tried = Math.min(limit, pace);
    double passed = (served + (amount - left) / 2) / minutes;
    return Math.clamp(CUT * passed, (attempts < FEW ? CUT : DEEPEST) * tried, CUT * tried);
  }

  private void anew(double amount, long now) {
    since = now;
    left = amount;
    attempts = 0;
    refusals = 0;
    served = 0;
  }
}
