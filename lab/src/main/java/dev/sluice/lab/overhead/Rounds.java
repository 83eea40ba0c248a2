package dev.sluice.lab.overhead;

import dev.sluice.lab.overhead.OverheadOptions.Part;
import dev.sluice.lab.overhead.contender.Contender;
import dev.sluice.lab.overhead.contender.Starter;
import dev.sluice.lab.overhead.measure.Bench;
import dev.sluice.lab.overhead.measure.JitWarmUp;
import dev.sluice.lab.overhead.measure.Scenario;
import dev.sluice.lab.overhead.report.Sheet;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Visits everybody in turn, forward and backward.
///
/// @param proxies how to start them
record Rounds(
    Bench bench, OverheadOptions options, List<Starter> proxies, Sheet sheet, PrintStream out) {
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
        proxies.stream()
            .filter(proxy -> scenario.concerns(proxy.name()) && !options.isPeer(proxy.name()))
            .toList();
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
    // A measurement shorter than the usual 5 s is a quick look.
    new JitWarmUp(bench, options.seconds()).run(contender);
  }

  private List<Scenario> chosen(boolean fresh) {
    return Part.scenarios(options.only()).stream()
        .filter(scenario -> scenario.fresh() == fresh)
        .toList();
  }

  private Contender direct() {
    return Contender.direct(bench.provider().address());
  }

  /// Forward in one round, backward in the next.
  static <T> List<T> inOrder(List<T> all, int round) {
    return round % 2 == 0 ? all : all.reversed();
  }
}
