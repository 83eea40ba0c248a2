package dev.sluice.internal.breaker;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.config.policy.BreakerConfig;
import java.time.Duration;
import java.util.Optional;

/// Parts and helpers that the tests of a circuit's second opinion share.
abstract class SecondOpinionFixture {
  static final Failed BROKEN = new Failed.Overloaded(500, Optional.empty(), "broken");
  static final Failed EMPTY = new Failed.BadAnswer(Flaw.TRUNCATED, "empty");
  static final Duration BASE = Duration.ofSeconds(5);
  static final int LONG = 100_000;

  final Rig rig = new Rig(BreakerConfig.defaults());

  /// So many long requests of one caller are answered with nothing. With requests of two sizes, of
  /// which the smaller comes first.
  void poison(int times) {
    for (int i = 0; i < times; i++) {
      rig.ask(rig.call("a", LONG + i % 2), true).orElseThrow().end(EMPTY);
    }
  }
}
