package dev.sluice.cluster.lease;

import dev.sluice.config.quota.Dimension;
import dev.sluice.share.Knowledge;
import dev.sluice.share.QuotaMirror;

/// A mirror of 60,000 tokens a minute that is always open.
final class OpenMirror implements QuotaMirror {
  @Override
  public Knowledge knowledge(Dimension dimension) {
    double limit = dimension == Dimension.TOKENS ? 60_000 : Double.POSITIVE_INFINITY;
    return new Knowledge(limit, 0, 10);
  }

  @Override
  public void learned(Dimension dimension, Knowledge known, long now) {}

  @Override
  public double minute(Dimension dimension, long now) {
    return 0;
  }

  @Override
  public double burst(Dimension dimension, long now) {
    return 0;
  }

  @Override
  public void shared(Dimension dimension, double others, double left, double burst, long now) {}

  @Override
  public long dayLimit() {
    return Long.MAX_VALUE;
  }

  @Override
  public int concurrent() {
    return Integer.MAX_VALUE;
  }

  @Override
  public int underWay() {
    return 0;
  }
}
