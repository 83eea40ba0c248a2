package dev.sluice.internal.race;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;

/// Race token budget: how many tokens a route may spend on attempts that are for nothing.
///
/// ```text
/// level = min(64 Ki, level + share * tokens used)          64 Ki at the start
/// a race takes its input's tokens; it is settled for what the losing attempt is billed
/// ```
///
/// One race a target and minute is always allowed, and may leave the level below zero: a process
/// that has just started, or a route with few calls, is rescued too. The debt is paid back by the
/// calls that follow, and is kept where a route gets another configuration. Safe for any thread but
/// a loop.
public final class TokenBudget {
  /// The most tokens that can be saved up.
  static final double MOST = 64 * 1024;

  private static final long ALWAYS_EVERY = 60_000_000_000L;

  private final double share;

  @GuardedBy("this")
  private double level = MOST;

  /// When a race was last begun, by the target that was late.
  @GuardedBy("this")
  private final Map<String, Long> raced = new HashMap<>();

  /// @param share the share of the tokens used that races may spend, from 0 to 1
  public TokenBudget(double share) {
    this.share = share;
  }

  /// Earns a share of the tokens that a call has used.
  synchronized void earn(long tokens) {
    level = Math.min(MOST, level + share * tokens);
  }

  /// Takes so many tokens for a race with an attempt at `target`, if they are there or a minute has
  /// passed since the last such race.
  synchronized boolean take(long tokens, String target, long now) {
    Long last = raced.get(target);
    boolean allowed = level >= tokens || last == null || now - last >= ALWAYS_EVERY;
    if (allowed) {
      level -= tokens;
      raced.put(target, now);
    }
    return allowed;
  }

  /// Corrects the taken amount by `more` tokens, or fewer where it is negative.
  synchronized void correct(long more) {
    level -= more;
  }
}
