package dev.sluice.internal.retry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.internal.stats.RingWindow;

/// Retry budget: how many attempts may be repeats (retries, fallbacks and races together), as a
/// share of the first attempts of the same ten seconds.
///
/// ```text
/// left = max(share * first attempts, 10) - repeats            over the last 10 s
/// ```
///
/// There is one for a target, over all routes. The charged target is the one whose call is
/// repeated, wherever the repeat goes: a target that serves only as a fallback has no calls of its
/// own to earn from. When that one has nothing left the target that the repeat goes to is charged:
/// the fewer calls a failing target is given, the less it earns, just when its calls need it.
/// Together they never repeat more than the budgets of all targets hold.
///
/// A call that its client has sent before earns nothing and is charged as a repeat. If a breaker
/// guards the target such a call passes whether or not the budget holds it: it is here already, and
/// the gateway's own repeats then stay out. If none does, [#takeAgain] bounds such calls.
///
/// Source: Finagle's RetryBudget; per-client retry budgets (Beyer et al., "Site Reliability
/// Engineering", chapter 21); ADR 0009.
///
/// Limitations: each process has a budget of its own, at least ten repeats in ten seconds, so that
/// n gateways may repeat n times as much at a target with little traffic. First attempts count when
/// they have ended: long answers earn late. All models that a target passes on share one budget.
///
/// Threads: safe for any thread but a loop. Instants are on [dev.sluice.call.runtime.Clock#nanos].
public final class RetryBudget {
  private static final int LEAST = 10;

  /// The share of the budget that must be left for races: one call in forty is late by definition,
  /// and one in ten may be repeated.
  private static final double SPARE_FROM = 2.0 / 3;

  private static final long SLOT_NANOS = 250_000_000;

  /// The number of slots: one more than ten seconds hold, since the newest is not full yet.
  private static final int SLOTS = 41;

  @GuardedBy("this")
  private final RingWindow firsts = window();

  @GuardedBy("this")
  private final RingWindow repeats = window();

  @GuardedBy("this")
  private final RingWindow answers = window();

  @GuardedBy("this")
  private final RingWindow failures = window();

  @GuardedBy("this")
  private double widest;

  private static RingWindow window() {
    return new RingWindow(SLOT_NANOS, SLOTS);
  }

  /// Sets the largest share of first attempts that routes allow, from 0 to 1.
  public synchronized void offer(double share) {
    widest = share;
  }

  /// Counts the first attempt of a call.
  public synchronized void first(long now) {
    firsts.add(1, now);
  }

  /// Counts the first attempt of a call that its client has sent before as a repeat.
  public synchronized void charge(long now) {
    repeats.add(1, now);
  }

  /// Whether one more repeat is allowed.
  ///
  /// @param share the share of the first attempts that may be repeats, from 0 to 1
  public synchronized boolean allows(double share, long now) {
    return left(share, now) >= 1;
  }

  /// Takes one repeat if it is allowed. Either an attempt follows, or [#giveBack].
  ///
  /// @param share the share of the first attempts that may be repeats, from 0 to 1
  public synchronized boolean take(double share, long now) {
    boolean allowed = left(share, now) >= 1;
    if (allowed) {
      repeats.add(1, now);
    }
    return allowed;
  }

  /// Takes one repeat that no failure asks for, if more than two thirds of what is allowed are
  /// left: so calls that fail meanwhile find some. Either an attempt follows, or [#giveBack].
  ///
  /// @param share the share of the first attempts that may be repeats, from 0 to 1
  public synchronized boolean takeSpare(double share, long now) {
    boolean allowed = left(share, now) - 1 >= allowed(share, now) * SPARE_FROM;
    if (allowed) {
      repeats.add(1, now);
    }
    return allowed;
  }

  /// Counts the end of an attempt at a target that no breaker guards.
  ///
  /// @param answered whether the target has answered; else it has failed
  public synchronized void ended(boolean answered, long now) {
    (answered ? answers : failures).add(1, now);
  }

  /// Takes one for a call that its client has sent before, if it is allowed: by the budget, or
  /// because the target has answered as many attempts of late as were repeated, or as have failed.
  /// Either an attempt follows, or [#giveBack].
  ///
  /// @param share the share of the first attempts that may be repeats, from 0 to 1
  public synchronized boolean takeAgain(double share, long now) {
    int repeated = repeats.atMost(now);
    boolean allowed =
        left(share, now) >= 1 || Math.min(repeated, failures.atMost(now)) <= answers.atLeast(now);
    if (allowed) {
      repeats.add(1, now);
    }
    return allowed;
  }

  /// Gives back a repeat that was taken and has not become an attempt.
  ///
  /// @param taken when the repeat was taken
  public synchronized void giveBack(long taken, long now) {
    repeats.add(-1, taken, now);
  }

  /// Returns how many repeats are left, by the largest share that any route gives; negative when
  /// clients have repeated more than that. For a gauge.
  public synchronized double left(long now) {
    return left(widest, now);
  }

  @GuardedBy("this")
  private double left(double share, long now) {
    return allowed(share, now) - repeats.atMost(now);
  }

  @GuardedBy("this")
  private double allowed(double share, long now) {
    return Math.max(share * firsts.atLeast(now), LEAST);
  }
}
