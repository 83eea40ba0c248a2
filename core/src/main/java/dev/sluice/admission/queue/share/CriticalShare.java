package dev.sluice.admission.queue.share;

/// How much of what is granted goes to critical calls while others wait too: they come first as
/// long as that is not more than half.
public final class CriticalShare {
  private static final double SECONDS = 30;
  private static final double MOST = 0.5;

  /// So many calls are no share yet.
  private static final double FEW = 8;

  /// How many turns a tenant may be ahead of the least served.
  private static final long LEAD = 1;

  private final Tenants tenants;

  private double calls;
  private double critical;
  private double all;
  private long at;

  /// @param tenants those who are ahead of each other
  public CriticalShare(Tenants tenants) {
    this.tenants = tenants;
  }

  /// A call has been granted so many tokens.
  public void granted(double tokens, boolean isCritical, long now) {
    decay(now);
    all += tokens;
    if (isCritical) {
      critical += tokens;
      calls++;
    }
  }

  /// Up to which turn of its tenant a critical call comes before all others; a tenant that has had
  /// more than its share cannot get more by calling everything critical.
  public long strictTo() {
    return isStrict() ? tenants.leastTurn() + LEAD : Long.MIN_VALUE;
  }

  private boolean isStrict() {
    if (calls <= FEW) {
      return true;
    }
    double free = critical * FEW / calls;
    return critical - free <= MOST * (all - free);
  }

  private void decay(long now) {
    double kept = Math.exp(-Math.max(0, now - at) / (SECONDS * 1e9));
    calls *= kept;
    critical *= kept;
    all *= kept;
    at = now;
  }
}
