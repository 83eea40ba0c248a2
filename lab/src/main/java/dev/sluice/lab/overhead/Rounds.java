package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.overhead.OverheadOptions.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Visits everybody in turn, forward and backward.
///
/// @param proxies how to start them
record Rounds(
    Bench bench, OverheadOptions options, List<Starter> proxies, Sheet sheet, PrintStream out) {
  /// A JVM's compiler is at rest after some 1,000,000 calls, however long they take; before, it
  /// takes a tenth of the core. Who measures for less than the usual 5 s wants a quick look.
  private static final long WARM_UP_CALLS_PER_SECOND = 200_000;

  private static final int WARM_UP_AT_MOST = 8;
  private static final int WARM_UP_CONNECTIONS = 64;

  void run() throws IOException, InterruptedException {
    warmUp(direct());
    lasting();
    for (Scenario scenario : chosen(true)) {
      for (int round = 0; round < scenario.rounds(options.rounds()); round++) {
        fresh(scenario, round);
      }
    }
  }

  /// The scenarios whose contenders keep running.
  private void lasting() throws IOException, InterruptedException {
    List<Scenario> scenarios = chosen(false);
    if (scenarios.isEmpty()) {
      return;
    }
    List<Contender> contenders = new ArrayList<>(List.of(direct()));
    try {
      for (Starter proxy : proxies) {
        contenders.add(proxy.run());
        warmUp(contenders.getLast());
      }
      for (Scenario scenario : scenarios) {
        lasting(
            scenario, contenders.stream().filter(one -> scenario.concerns(one.name())).toList());
      }
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private void lasting(Scenario scenario, List<Contender> contenders) throws InterruptedException {
    for (int round = 0; round < scenario.rounds(options.rounds()); round++) {
      for (Contender contender : inOrder(contenders, round)) {
        visit(scenario, contender, round);
      }
    }
  }

  private void fresh(Scenario scenario, int round) throws IOException, InterruptedException {
    List<Starter> concerned =
        proxies.stream().filter(proxy -> scenario.concerns(proxy.name())).toList();
    for (Starter proxy : inOrder(concerned, round)) {
      try (Contender contender = proxy.run()) {
        visit(scenario, contender, round);
      }
    }
  }

  private void visit(Scenario scenario, Contender contender, int round)
      throws InterruptedException {
    out.printf("round %d: %s, %s%n", round + 1, scenario.title(), contender.name());
    scenario.visit(contender, bench, sheet);
  }

  private void warmUp(Contender contender) throws InterruptedException {
    out.printf("warm-up: %s%n", contender.name());
    long left = WARM_UP_CALLS_PER_SECOND * options.seconds();
    try (Load load =
        Load.closed(
            bench.site(contender), Bench.call(contender, false, 1024), WARM_UP_CONNECTIONS)) {
      for (int i = 0; i < WARM_UP_AT_MOST && left > 0; i++) {
        left -= load.window(bench.measured()).calls();
      }
    }
  }

  private List<Scenario> chosen(boolean fresh) {
    return Stream.of(Part.values())
        .filter(options.only()::contains)
        .flatMap(part -> part.scenarios().stream())
        .filter(scenario -> scenario.fresh() == fresh)
        .toList();
  }

  private Contender direct() {
    return Contender.direct(bench.provider().address());
  }

  private static <T> List<T> inOrder(List<T> all, int round) {
    return round % 2 == 0 ? all : all.reversed();
  }
}
