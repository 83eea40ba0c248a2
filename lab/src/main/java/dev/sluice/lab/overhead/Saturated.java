package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/// The scenario of as many calls as the contender's core can do.
///
/// @param call makes the call for a contender; its answer has 1 KB
/// @param contenders the names of the two that are compared, ten times; empty for the usual ones,
///   as often as is asked for
/// @param cpu where the CPU time per call goes
/// @param allocated where the bytes allocated per call go, where they are counted
/// @param calls where the throughput goes
/// @param busy where the share of the core goes; well below 100 % the figures are the load's limits
record Saturated(
    Function<Contender, Payload> call,
    Set<String> contenders,
    RoundMeasure cpu,
    RoundMeasure allocated,
    RoundMeasure calls,
    RoundMeasure busy)
    implements OverheadScenario {
  static final int CONNECTIONS = 64;
  private static final int KB = 1024;
  private static final int COMPARED = 10;
  private static final Duration SETTLE = Duration.ofSeconds(1);

  static final Saturated ONE_KB =
      new Saturated(
          contender -> Bench.call(contender, false, KB),
          Set.of(),
          RoundMeasure.SATURATED_1K_CPU,
          RoundMeasure.SATURATED_1K_ALLOCATED,
          RoundMeasure.SATURATED_1K_CALLS,
          RoundMeasure.SATURATED_1K_BUSY);
  static final Saturated LARGE =
      new Saturated(
          contender -> Bench.call(contender, false, 32 * KB),
          Set.of(),
          RoundMeasure.SATURATED_32K_CPU,
          RoundMeasure.SATURATED_32K_ALLOCATED,
          RoundMeasure.SATURATED_32K_CALLS,
          RoundMeasure.SATURATED_32K_BUSY);

  /// Bodies as agents send them, at each step again.
  static final Saturated KB_200 =
      new Saturated(
          contender -> Bench.call(contender, false, 200 * KB),
          Set.of(),
          RoundMeasure.SATURATED_200K_CPU,
          RoundMeasure.SATURATED_200K_ALLOCATED,
          RoundMeasure.SATURATED_200K_CALLS,
          RoundMeasure.SATURATED_200K_BUSY);

  static final Saturated KB_512 =
      new Saturated(
          contender -> Bench.call(contender, false, 512 * KB),
          Set.of(),
          RoundMeasure.SATURATED_512K_CPU,
          RoundMeasure.SATURATED_512K_ALLOCATED,
          RoundMeasure.SATURATED_512K_CALLS,
          RoundMeasure.SATURATED_512K_BUSY);

  /// Calls that can be neither batched nor coalesced nor cached, through a gateway that does all of
  /// it and through one that does not.
  static final Saturated NOTHING_TO_SAVE =
      new Saturated(
          Saturated::drawn,
          Set.of(Contender.SLUICE, Contender.SLUICE_SAVING),
          RoundMeasure.SAVING_CPU,
          RoundMeasure.SAVING_ALLOCATED,
          RoundMeasure.SAVING_CALLS,
          RoundMeasure.SAVING_BUSY);

  /// Calls that show a key, through a gateway whose key has limits and budgets and through one that
  /// asks for no key.
  static final Saturated KEYED =
      new Saturated(
          contender -> Bench.call(contender, false, KB).with(Sluice.KEY),
          Set.of(Contender.SLUICE, Contender.SLUICE_KEYED),
          RoundMeasure.KEYS_CPU,
          RoundMeasure.KEYS_ALLOCATED,
          RoundMeasure.KEYS_CALLS,
          RoundMeasure.KEYS_BUSY);

  /// Calls within limits that are never reached, through a gateway that shares them with a cluster
  /// and through one that does not.
  static final Saturated LEASED =
      new Saturated(
          contender -> Bench.call(contender, false, KB),
          Set.of(Contender.SLUICE_LIMITED, Contender.SLUICE_NODE),
          RoundMeasure.NODES_CPU,
          RoundMeasure.NODES_ALLOCATED,
          RoundMeasure.NODES_CALLS,
          RoundMeasure.NODES_BUSY);

  @Override
  public String title() {
    return calls.scenario();
  }

  @Override
  public boolean concerns(String contender) {
    return contenders.isEmpty()
        ? OverheadScenario.super.concerns(contender)
        : contenders.contains(contender);
  }

  @Override
  public int rounds(int asked) {
    return contenders.isEmpty() ? asked : COMPARED;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(KB));
    try (Load load = Load.closed(bench.site(contender), call.apply(contender), CONNECTIONS)) {
      measure(contender, load, bench, sheet);
    }
  }

  /// Makes a call whose answer differs each time: with a temperature, and without a seed.
  private static Payload drawn(Contender contender) {
    Payload plain = Bench.call(contender, false, KB);
    String drawn = plain.body().replaceFirst("\\{", "{\"temperature\":0.7,");
    return new Payload(plain.host(), drawn, false);
  }

  /// Measures `contender` under `load`.
  void measure(Contender contender, Load load, Bench bench, Sheet sheet)
      throws InterruptedException {
    Visit visit = Visit.measure(contender, load, SETTLE, bench);
    sheet.check(contender.name(), title(), visit.tally());
    if (visit.tally().calls() == 0) {
      return;
    }
    sheet.add(calls, contender.name(), visit.callsPerSecond());
    visit.addTo(sheet, contender, cpu, allocated, (double) visit.tally().calls());
    if (contender.usage().isPresent()) {
      sheet.add(busy, contender.name(), visit.busyPercent());
    }
  }
}
