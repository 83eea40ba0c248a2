package dev.sluice.internal.admission.queue;

import dev.sluice.internal.stats.Seconds;

/// Strict priority with a bounded share: critical calls go first as long as they take no more than
/// half of what is granted while others wait too.
///
/// ```text
/// strict  = critical - free <= 0.5 * (all - free)       tokens, decaying sums over 30 s
/// free    = critical * 8 / calls                        eight critical calls of the mean size
/// rounds  : up to the least-served tenant's round and one more
/// ```
///
/// A tenant that has had more than its share cannot get more by calling everything critical: beyond
/// one round of lead its critical calls are ordered like others.
///
/// Source: bounded priority as expedited forwarding requires it of a priority queue (RFC 2598,
/// section 2); the bound by rounds is this project's (ADR 0021).
///
/// Limitations: only tokens that are granted while calls wait are counted. The share is one for all
/// tenants of the queue, so that one tenant's critical calls may use up what is free for another's.
final class CriticalShare {
  private static final double SECONDS = 30;

  /// Up to this many critical calls their share is not judged.
  private static final double FEW = 8;

  private final Tenants tenants;

  private double calls;
  private double critical;
  private double all;
  private long at;

  /// @param tenants the tenants that share the targets
  public CriticalShare(Tenants tenants) {
    this.tenants = tenants;
  }

  /// Counts a call that was granted with so many tokens.
  public void granted(double tokens, boolean isCritical, long now) {
    decay(now);
    all += tokens;
    if (isCritical) {
      critical += tokens;
      calls++;
    }
  }

  /// Returns up to which round of its tenant a critical call goes before all others.
  public long strictTo() {
    return isStrict() ? tenants.leastRound() + 1 : Long.MIN_VALUE;
  }

  private boolean isStrict() {
    if (calls <= FEW) {
      return true;
    }
    double free = critical * FEW / calls;
    return 2 * (critical - free) <= all - free;
  }

  private void decay(long now) {
    double kept = Math.exp(-Seconds.of(Math.max(0, now - at)) / SECONDS);
    calls *= kept;
    critical *= kept;
    all *= kept;
    at = now;
  }
}
