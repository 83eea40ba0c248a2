package dev.sluice.lab.admit;

import dev.sluice.lab.load.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// One world: calls that come, a provider, and time.
final class World {
  private final Timeline timeline = new Timeline();
  private final ProviderRates rates;
  private final Duration deadline;
  private final long seed;
  private final SplittableRandom random;
  private final Busy busy;
  private final CallOutcomes outcomes;
  private final LimitedProvider provider;

  /// @param deadline within which after its arrival a call must be admitted to be a success
  /// @param seed of what policies draw
  public World(List<WorkloadCall> calls, ProviderRates rates, Duration deadline, long seed) {
    this.rates = rates;
    this.deadline = deadline;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.busy = new Busy(timeline, ProviderSpeed.DEFAULT);
    this.outcomes = new CallOutcomes(calls);
    this.provider = new LimitedProvider(rates, ProviderSpeed.DEFAULT, timeline, busy, outcomes);
  }

  /// Lets all calls come, and everything happen that follows.
  public void run(Consumer<WorkloadCall> whoTakesThem) {
    outcomes.calls().forEach(call -> timeline.at(call.arrived(), () -> whoTakesThem.accept(call)));
    timeline.run();
  }

  public Timeline timeline() {
    return timeline;
  }

  public LimitedProvider provider() {
    return provider;
  }

  public Busy busy() {
    return busy;
  }

  public CallOutcomes outcomes() {
    return outcomes;
  }

  /// Returns the rates that the provider allows at the start.
  public ProviderRates rates() {
    return rates;
  }

  public Duration deadline() {
    return deadline;
  }

  /// Returns when a call must be admitted at the latest.
  public long latest(WorkloadCall call) {
    return call.arrived() + deadline.toNanos();
  }

  public long seed() {
    return seed;
  }

  public SplittableRandom random() {
    return random;
  }
}
