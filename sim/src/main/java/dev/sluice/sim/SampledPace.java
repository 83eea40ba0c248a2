package dev.sluice.sim;

import dev.sluice.sim.dialect.TokenPace;
import dev.sluice.sim.scenario.Model.Speed;
import java.util.random.RandomGenerator;

/// The pace of one answer, drawn from its model's distributions. Confined to the call's loop.
final class SampledPace implements TokenPace {
  private final Speed speed;
  private final RandomGenerator random;
  private long produced;

  SampledPace(Speed speed, RandomGenerator random) {
    this.speed = speed;
    this.random = random;
  }

  @Override
  public long first() {
    return (long) speed.first().draw(random);
  }

  @Override
  public long next() {
    return (long) speed.token().draw(random);
  }

  @Override
  public long total(int tokens) {
    return first() + (long) speed.token().sum(Math.max(0, tokens - 1), random);
  }

  @Override
  public void produced(int tokens) {
    produced += tokens;
  }

  /// Returns how many output tokens have been made so far.
  long produced() {
    return produced;
  }
}
