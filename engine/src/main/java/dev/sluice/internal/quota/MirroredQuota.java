package dev.sluice.internal.quota;

import dev.sluice.config.quota.Dimension;
import dev.sluice.share.Knowledge;
import dev.sluice.share.QuotaMirror;
import java.util.function.IntSupplier;

/// A quota as its share sees it.
///
/// @param most how many attempts there may be at a time by configuration
record MirroredQuota(RateLimits minute, DailyLimit day, Slots slots, IntSupplier most)
    implements QuotaMirror {
  @Override
  public Knowledge knowledge(Dimension dimension) {
    return minute.of(dimension).knowledge();
  }

  @Override
  public boolean isBounded(Dimension dimension) {
    return minute.of(dimension).bounded();
  }

  @Override
  public void learned(Dimension dimension, Knowledge known, long now) {
    minute.of(dimension).learned(known, now);
  }

  @Override
  public double minute(Dimension dimension, long now) {
    return minute.of(dimension).minuteLevel(now);
  }

  @Override
  public double burst(Dimension dimension, long now) {
    return minute.of(dimension).burstLevel(now);
  }

  @Override
  public void shared(Dimension dimension, double others, double left, double burst, long now) {
    minute.of(dimension).shared(others, left, burst, now);
  }

  @Override
  public long dayLimit() {
    return day.limit();
  }

  @Override
  public int concurrent() {
    return most.getAsInt();
  }

  @Override
  public int underWay() {
    return slots.taken();
  }
}
