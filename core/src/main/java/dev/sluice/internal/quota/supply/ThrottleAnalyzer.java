package dev.sluice.internal.quota.supply;

/// Change detection on refusals: decides whether a refusal means that a limit is lower, or is
/// chance, and how low the limit is. A limit is in doubt from the first refusal on, and lowered
/// with each that follows, until there are none for a while (30 s and 20 attempts).
///
/// ```text
/// passed = (served + (amount - left) / 2) * 60 s / elapsed        between two refusals
/// limit  = clamp(0.85 * passed, deepest * tried, 0.85 * tried)    from the second refusal on
/// tried  = min(limit, rate of the last minute)
/// deepest = 0.5, or 0.85 where fewer than 4 attempts lie between the refusals
/// proven = max(proven, (served - left) * 60 s / elapsed)
/// chance : (served + amount) * 60 s / elapsed < 0.95 * proven, and refusals < 1/3 of the attempts
/// ```
///
/// A provider that refuses for want of room has less left than was asked for. So what is served
/// from one refusal to the next is what the limit lets in, give or take a call: `amount` is the
/// call refused now, `left` the one refused before. What was served less that call is proven. A
/// refusal although less was asked for than is proven does not follow the load, it is chance: the
/// limit is what it was before, and from then on refusals count only when they are more than twice
/// the usual share and five more, for ten minutes.
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
/// Source: this project (ADR 0045); the cut by a factor is multiplicative decrease (Chiu and Jain,
/// 1989).
///
/// Limitations: chance and a real limit at the same time are not told apart. A provider that
/// refuses a fifth of its attempts at random may be believed to have a low limit for some minutes.
final class ThrottleAnalyzer {
  /// What a limit is lowered to, of what was served; but not deeper than that of what was tried.
  private static final double CUT = 0.85;

  private static final double DEEPEST = 0.5;

  /// Fewer attempts than this show nothing of what was served.
  private static final int SHORT = 4;

  /// What is proven may be a little less, as estimates are wrong.
  private static final double SURELY = 0.95;

  /// So long without a refusal, and so many attempts, are quiet.
  private static final long QUIET = 30_000_000_000L;

  private static final int FEW = 20;

  /// A larger share of attempts is not refused by chance.
  private static final double CHANCE_MOST = 1.0 / 3;

  /// How many attempts the share of chance is counted over, and how long it is believed.
  private static final int COUNT = 200;

  private static final long BELIEVED = 600_000_000_000L;

  /// How many times as many as by chance mean something, and how many beyond that.
  private static final double MORE = 2;

  private static final double BEYOND = 5;
  private static final double MINUTE_NANOS = 60e9;

  private boolean begun;

  /// How many refusals have followed each other closely.
  private int row;

  // In this row.
  private int allAttempts;
  private int allRefusals;
  private long last;

  /// What was believed before it was lowered; zero while it is not.
  private double before;

  /// The limit is not lower, a minute.
  private double proven;

  // Since the last refusal; while refusals are chance, since they are counted.
  private long since;
  private int attempts;
  private int refusals;
  private double served;

  /// What the provider can have had left then.
  private double left;

  /// Which share of the attempts is refused whatever the load.
  private double chance;

  private long chanceAt;

  void attempted() {
    attempts++;
    allAttempts++;
  }

  /// So much has been charged, or, below zero, given back.
  void charged(double amount) {
    served += amount;
  }

  /// Whether what was sent then was sent before the last refusal that counts.
  boolean isOld(long sent) {
    return begun && sent - since < 0;
  }

  /// Such an attempt has been refused.
  ///
  /// @param amount what was charged for it when it was sent
  void late(double amount) {
    served += amount;
    allRefusals++;
  }

  /// An attempt has been refused that is not old.
  ///
  /// @return whether that is more than chance
  boolean refused(long now) {
    boolean quiet = !begun || (now - last >= QUIET && attempts >= FEW);
    last = now;
    refusals++;
    if (chance > 0 && !isMore(now, quiet)) {
      return false;
    }
    if (quiet || row == 0) {
      begin();
    }
    row++;
    allRefusals++;
    return true;
  }

  private void begin() {
    begun = true;
    row = 0;
    allAttempts = 0;
    allRefusals = 0;
    proven = 0;
    before = attempts >= SafetyMargin.ATTEMPTS_PER_REFUSAL ? 0 : before;
  }

  private boolean isMore(long now, boolean quiet) {
    if (refusals > MORE * chance * attempts + BEYOND) {
      chance = 0;
      row = 0;
      return true;
    }
    if (quiet || attempts >= COUNT) {
      chance = now - chanceAt < BELIEVED ? (chance + (double) refusals / attempts) / 2 : 0;
      anew(0, now);
    }
    return false;
  }

  int row() {
    return row;
  }

  /// What is to be believed after a refusal.
  ///
  /// @param limit what is, a minute; infinite for none
  /// @param pace what is used a minute of late
  /// @param amount what was refused
  /// @return the limit, a minute: as it was after the first refusal, lower after others, higher
  ///   where they are chance
  double judge(double limit, double pace, double amount, long now) {
    double next = row == 1 ? limit : again(limit, pace, amount, now);
    anew(amount, now);
    return next;
  }

  /// Each bound is what would be if the provider had had as much left, or as little, as can be.
  private double again(double limit, double pace, double amount, long now) {
    long nanos = Math.max(1, now - since);
    double most = (served + amount) * MINUTE_NANOS / nanos;
    double share = (allRefusals - 1.0) / allAttempts;
    before = Math.max(before, limit);
    if (most < SURELY * proven && share < CHANCE_MOST) {
      chance = share;
      chanceAt = now;
      row = 0;
      return before;
    }
    proven = Math.max(proven, (served - left) * MINUTE_NANOS / nanos);
    double tried = Math.min(limit, pace);
    double passed = (served + (amount - left) / 2) * MINUTE_NANOS / nanos;
    double deepest = attempts < SHORT ? CUT : DEEPEST;
    return Math.clamp(CUT * passed, deepest * tried, CUT * tried);
  }

  private void anew(double amount, long now) {
    since = now;
    left = amount;
    attempts = 0;
    refusals = 0;
    served = 0;
  }
}
