package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import java.time.Duration;

/// The scenario of as many calls as the contender's core can do.
///
/// @param size of a call's body, in bytes; its answer has 1 KB
/// @param cpu where the CPU time per call goes
/// @param allocated where the bytes allocated per call go, where they are counted
/// @param calls where the throughput goes
/// @param busy where the share of the core goes; well below 100 % the figures are the load's limits
record Saturated(
    int size, RoundMeasure cpu, RoundMeasure allocated, RoundMeasure calls, RoundMeasure busy)
    implements OverheadScenario {
  static final int CONNECTIONS = 64;
  private static final Duration SETTLE = Duration.ofSeconds(1);

  public static final OverheadScenario ONE_KB =
      new Saturated(
          1024,
          RoundMeasure.SATURATED_1K_CPU,
          RoundMeasure.SATURATED_1K_ALLOCATED,
          RoundMeasure.SATURATED_1K_CALLS,
          RoundMeasure.SATURATED_1K_BUSY);
  public static final OverheadScenario LARGE =
      new Saturated(
          32 * 1024,
          RoundMeasure.SATURATED_32K_CPU,
          RoundMeasure.SATURATED_32K_ALLOCATED,
          RoundMeasure.SATURATED_32K_CALLS,
          RoundMeasure.SATURATED_32K_BUSY);

  /// Bodies as agents send them, at each step again.
  public static final OverheadScenario KB_200 =
      new Saturated(
          200 * 1024,
          RoundMeasure.SATURATED_200K_CPU,
          RoundMeasure.SATURATED_200K_ALLOCATED,
          RoundMeasure.SATURATED_200K_CALLS,
          RoundMeasure.SATURATED_200K_BUSY);

  public static final OverheadScenario KB_512 =
      new Saturated(
          512 * 1024,
          RoundMeasure.SATURATED_512K_CPU,
          RoundMeasure.SATURATED_512K_ALLOCATED,
          RoundMeasure.SATURATED_512K_CALLS,
          RoundMeasure.SATURATED_512K_BUSY);

  @Override
  public String title() {
    return calls.scenario();
  }

  @Override
  public boolean fresh() {
    return false;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(1024));
    try (Load load =
        Load.closed(bench.site(contender), Bench.call(contender, false, size), CONNECTIONS)) {
      measure(contender, load, bench, sheet);
    }
  }

  /// Measures `contender` under `load`.
  void measure(Contender contender, Load load, Bench bench, Sheet sheet)
      throws InterruptedException {
    Visit visit = Visit.measure(contender, load, SETTLE, bench);
    sheet.add(calls, contender.name(), visit.callsPerSecond());
    if (contender.usage().isPresent()) {
      addCpu(contender.name(), visit, sheet);
    }
    visit
        .allocated()
        .ifPresent(bytes -> sheet.add(allocated, contender.name(), bytes / visit.tally().calls()));
    sheet.check(contender.name(), title(), visit.tally());
  }

  private void addCpu(String contender, Visit visit, Sheet sheet) {
    sheet.add(cpu, contender, visit.cpuMicros() / visit.tally().calls());
    sheet.add(busy, contender, visit.busyPercent());
  }
}
