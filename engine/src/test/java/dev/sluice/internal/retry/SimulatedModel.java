package dev.sluice.internal.retry;

import dev.sluice.call.gate.Target;
import java.time.Duration;
import java.util.SplittableRandom;

/// A target in virtual time that can be made ill. Its first tokens are log-normal.
final class SimulatedModel {
  final Target target;
  private final Duration firstToken;
  private final double sigma;

  /// The share of its attempts that fail, at once.
  double failing;

  /// How many times as long as usual its first tokens take.
  double slower = 1;

  /// Whether nothing is answered any more, not even what is under way.
  boolean down;

  int attempts;

  SimulatedModel(Target target, Duration firstToken, double sigma) {
    this.target = target;
    this.firstToken = firstToken;
    this.sigma = sigma;
  }

  void heal() {
    failing = 0;
    slower = 1;
    down = false;
  }

  boolean fails(SplittableRandom random) {
    return down || random.nextDouble() < failing;
  }

  Duration firstToken(SplittableRandom random) {
    double drawn = Math.exp(sigma * random.nextGaussian());
    return Duration.ofNanos((long) ((double) firstToken.toNanos() * slower * drawn));
  }
}
