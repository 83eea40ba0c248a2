package dev.sluice.lab.survive;

import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import java.time.Duration;
import java.util.List;

/// The faults of an hour, and how fast that hour passes. At any time one provider lives.
///
/// @param length how long the hour takes
/// @param spread of first tokens, which are log-normal: the standard deviation of their logarithm
/// @param seed of all that providers draw
record FaultSchedule(List<Phase> phases, Duration length, double spread, long seed) {
  static final String ONE = "one";
  static final String TWO = "two";
  static final String MODEL = "sim";

  private static final int MINUTES = 60;
  private static final Distribution OUTPUT = new Distribution.LogNormal(40, 0.5);

  FaultSchedule {
    phases = List.copyOf(phases);
  }

  /// Returns when `phase` is, counted from the start of the run.
  TimeWindow window(Phase phase) {
    return new TimeWindow(at(phase.from()), at(phase.to()));
  }

  /// The behaviour of a provider in the hour.
  Scenario scenario(String provider) {
    Model model =
        Model.named(MODEL)
            .speed(new Model.Speed(millis(200, spread), millis(5, 0.3)))
            .output(OUTPUT)
            .faults(
                of(provider).stream()
                    .flatMap(phase -> phase.rules(window(phase)).stream())
                    .toArray(FaultRule[]::new));
    Scenario scenario = Scenario.of(model).seed(provider.hashCode() + seed);
    return of(provider).stream()
        .filter(Phase::isOutage)
        .findFirst()
        .map(outage -> scenario.outage(window(outage)))
        .orElse(scenario);
  }

  /// Returns when a provider goes down, counted from the start of the run; empty if it does not.
  List<TimeWindow> outages(String provider) {
    return of(provider).stream().filter(Phase::isOutage).map(this::window).toList();
  }

  private List<Phase> of(String provider) {
    return phases.stream().filter(phase -> phase.provider().equals(provider)).toList();
  }

  private Duration at(int minute) {
    return length.multipliedBy(minute).dividedBy(MINUTES);
  }

  private static Distribution millis(long median, double sigma) {
    return new Distribution.LogNormal(Duration.ofMillis(median).toNanos(), sigma);
  }
}
