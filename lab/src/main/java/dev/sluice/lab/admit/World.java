package dev.sluice.lab.admit;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// One world: calls that come, a provider, and time.
final class World {
  private final Timeline timeline = new Timeline();
  private final Rates rates;
  private final Duration deadline;
  private final long seed;
  private final SplittableRandom random;
  private final Busy busy;
  private final Journal journal;
  private final Upstream upstream;

  /// @param deadline within which after its arrival a call must be admitted to be a success
  /// @param seed of what policies draw
  public World(List<Demand> calls, Rates rates, Duration deadline, long seed) {
    this.rates = rates;
    this.deadline = deadline;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.busy = new Busy(timeline, Pace.DEFAULT);
    this.journal = new Journal(calls);
    this.upstream = new Upstream(rates, Pace.DEFAULT, timeline, busy, journal);
  }

  /// Lets all calls come, and everything happen that follows.
  public void run(Consumer<Demand> whoTakesThem) {
    journal.calls().forEach(call -> timeline.at(call.arrived(), () -> whoTakesThem.accept(call)));
    timeline.run();
  }

  public Timeline timeline() {
    return timeline;
  }

  public Upstream upstream() {
    return upstream;
  }

  public Busy busy() {
    return busy;
  }

  public Journal journal() {
    return journal;
  }

  /// Returns the provider's limits at the start.
  public Rates rates() {
    return rates;
  }

  public Duration deadline() {
    return deadline;
  }

  /// Returns when a call must be admitted at the latest.
  public long latest(Demand call) {
    return call.arrived() + deadline.toNanos();
  }

  public long seed() {
    return seed;
  }

  public SplittableRandom random() {
    return random;
  }
}
