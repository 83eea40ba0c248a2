package dev.sluice.accounts.budget;

/// A limit of a key that several processes keep to together.
record SharedRate(SharedLimits limits, String key, SharedLimits.Kind kind, long perMinute)
    implements Rate {
  @Override
  public boolean holds(long count) {
    return count <= perMinute;
  }

  @Override
  public long take(long count, long now) {
    return limits.take(key, kind, perMinute, count, now);
  }

  @Override
  public void correct(long more) {
    limits.correct(key, kind, more);
  }
}
