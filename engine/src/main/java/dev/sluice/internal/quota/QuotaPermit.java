package dev.sluice.internal.quota;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.gate.Permit;
import dev.sluice.config.quota.Dimension;

/// The permit of an attempt, with what it has reserved.
final class QuotaPermit implements Permit {
  private final Quota quota;
  final Call call;
  final Charge charge;
  final double variance;
  final long begun;
  final long number;
  final int inFlight;

  // What is reserved of each limit, by its ordinal, in arrays: a permit lives as long as an answer.
  private final double[] amounts = new double[Dimension.ALL.size()];
  private final double[] marks = new double[Dimension.ALL.size()];
  private int leased;

  private boolean settled;
  private boolean elsewhere;

  /// @param amount how much of the limit is reserved
  /// @param mark what the limit had been charged in all by then
  /// @param leased whether the amount was taken from a share
  record Reserved(double amount, double mark, boolean leased) {}

  /// @param variance the variance of the charge, in tokens squared
  /// @param number how many requests had been let through before this one
  /// @param inFlight how many attempts are under way, this one included
  QuotaPermit(
      Quota quota,
      Call call,
      Charge charge,
      double variance,
      long begun,
      long number,
      int inFlight) {
    this.variance = variance;
    this.quota = quota;
    this.call = call;
    this.charge = charge;
    this.begun = begun;
    this.number = number;
    this.inFlight = inFlight;
  }

  @SuppressWarnings("EnumOrdinal") // the place in arrays that live as long as a permit
  private static int place(Dimension dimension) {
    return dimension.ordinal();
  }

  void reserved(Dimension dimension, Reserved part) {
    int at = place(dimension);
    amounts[at] = part.amount();
    marks[at] = part.mark();
    leased |= (part.leased() ? 1 : 0) << at;
  }

  @Override
  public void started(long at) {
    quota.started(this, at);
  }

  @Override
  public void allowed(RateLimitInfo allowance, long at) {
    elsewhere |= allowance.elsewhere();
    quota.sync(this, allowance, at);
  }

  /// Whether other capacity than that of the quota has given the answer.
  boolean isElsewhere() {
    return elsewhere;
  }

  @Override
  public void settle(AttemptResult attempt) {
    if (settled) {
      throw new IllegalStateException("a permit of the quota was settled twice");
    }
    settled = true;
    quota.settle(this, attempt);
  }

  Reserved of(Dimension dimension) {
    int at = place(dimension);
    return new Reserved(amounts[at], marks[at], (leased >> at & 1) != 0);
  }
}
