package dev.sluice.internal.quota;

import dev.sluice.internal.stats.MovingMean;
import dev.sluice.internal.stats.Seconds;
import org.jspecify.annotations.Nullable;

/// Counter of the attempts under way at a target, and how many there may be.
final class Slots {
  private int fixed;
  private @Nullable GradientLimit gradient;
  private int taken;

  /// How long attempts take, in nanoseconds.
  private final MovingMean duration = new MovingMean(MovingMean.FEW, Seconds.NANOS);

  /// @param fixed how many slots there are at most
  /// @param gradient adapts the number; null where it is fixed
  public Slots(int fixed, @Nullable GradientLimit gradient) {
    this.fixed = fixed;
    this.gradient = gradient;
  }

  /// Changes how many slots there are; those that are taken stay so.
  public void configure(int fixed, @Nullable GradientLimit gradient) {
    this.fixed = fixed;
    this.gradient = gradient;
  }

  /// Returns when a slot is free; `now` if one is. Otherwise this is a guess from how long attempts
  /// take.
  public long nextOpen(long now) {
    return taken < limit()
        ? now
        : now + Math.max(1, (long) (duration.value() / Math.max(1, taken)));
  }

  /// Returns in how many seconds a slot is free after `calls` others have taken one each. For
  /// forecasts.
  public double secondsUntil(double calls) {
    double free = (double) limit() - taken;
    return calls < free ? 0 : (calls + 1 - free) * seconds() / limit();
  }

  /// Returns how long a slot is taken, in seconds.
  private double seconds() {
    return duration.value() / Seconds.NANOS;
  }

  /// Takes a slot.
  ///
  /// @return how many slots are taken then
  public int take() {
    return ++taken;
  }

  /// Gives a slot back that was taken for `nanos`.
  public void giveBack(long nanos) {
    taken--;
    duration.add((double) nanos);
  }

  /// Returns how many slots there are; [Integer#MAX_VALUE] for no limit.
  public int limit() {
    GradientLimit adapts = gradient;
    return adapts == null ? fixed : Math.min(fixed, adapts.limit());
  }

  /// Returns how many slots are taken.
  public int taken() {
    return taken;
  }
}
