package dev.sluice.test;

import dev.sluice.sim.dialect.TokenPace;

/// The pace of a scripted answer, in nanoseconds.
record ScriptedPace(long first, long next) implements TokenPace {
  static final ScriptedPace AT_ONCE = new ScriptedPace(0, 0);

  @Override
  public long total(int tokens) {
    return first + next * Math.max(0, tokens - 1);
  }

  @Override
  public void produced(int tokens) {
    // Nobody asks how many there are.
  }
}
