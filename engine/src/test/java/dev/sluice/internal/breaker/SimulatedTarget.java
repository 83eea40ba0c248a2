package dev.sluice.internal.breaker;

import dev.sluice.call.Answered;
import dev.sluice.call.Outcome;
import dev.sluice.internal.breaker.Rig.Attempt;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/// A target under Poisson traffic in virtual time, with first tokens and lengths as models have
/// them. What it does can be changed while the traffic goes on.
final class SimulatedTarget {
  final Rig rig;
  private final SplittableRandom random;
  private final double callsPerSecond;
  private final Duration usualFirstToken;
  private final boolean last;

  /// What becomes of the next attempts.
  Fate fate = Fate.WELL;

  /// What becomes of every attempt that has not started, while nothing works.
  Optional<Doom> down = Optional.empty();

  int asked;
  int let;
  int failed;
  int answered;

  /// How an attempt goes: by a draw from 0 to 1, an outcome before its start or after it; empty for
  /// an answer.
  @FunctionalInterface
  interface Fate {
    Fate WELL = _ -> Optional.empty();

    Optional<Doom> draw(double lot);
  }

  /// @param after how long after its beginning, or its start, the attempt ends
  record Doom(Outcome outcome, boolean afterStart, Duration after) {}

  SimulatedTarget(Rig rig, long seed, double callsPerSecond, Duration firstToken, boolean last) {
    this.rig = rig;
    this.random = new SplittableRandom(seed);
    this.callsPerSecond = callsPerSecond;
    this.usualFirstToken = firstToken;
    this.last = last;
    rig.loop.schedule(gap(), this::arrive);
  }

  private void arrive() {
    rig.loop.schedule(gap(), this::arrive);
    asked++;
    (last ? rig.askLast() : rig.ask()).ifPresent(this::attempt);
  }

  private void attempt(Attempt attempt) {
    let++;
    Optional<Doom> doom = down.or(() -> fate.draw(random.nextDouble()));
    if (doom.isPresent() && !doom.get().afterStart()) {
      rig.loop.schedule(doom.get().after(), () -> fail(attempt, doom.get()));
      return;
    }
    rig.loop.schedule(
        skewed(usualFirstToken),
        () -> down.ifPresentOrElse(now -> fail(attempt, now), () -> start(attempt, doom)));
  }

  private void start(Attempt attempt, Optional<Doom> doom) {
    attempt.start();
    doom.ifPresentOrElse(
        later -> rig.loop.schedule(later.after(), () -> fail(attempt, later)),
        () -> rig.loop.schedule(skewed(Duration.ofSeconds(3)), () -> answer(attempt)));
  }

  private void fail(Attempt attempt, Doom doom) {
    failed++;
    attempt.end(doom.outcome());
  }

  private void answer(Attempt attempt) {
    answered++;
    attempt.end(new Answered());
  }

  private Duration gap() {
    return seconds(-Math.log(1 - random.nextDouble()) / callsPerSecond);
  }

  /// Log-normal around `median`.
  private Duration skewed(Duration median) {
    return seconds(median.toNanos() / 1e9 * Math.exp(0.5 * random.nextGaussian()));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
