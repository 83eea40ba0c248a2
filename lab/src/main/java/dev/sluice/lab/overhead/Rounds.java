package dev.sluice.lab.overhead;

import dev.sluice.lab.load.ProgressLine;
import dev.sluice.lab.overhead.OverheadOptions.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Visits everybody in turn, forward and backward.
///
/// @param proxies how to start them
record Rounds(
    Bench bench,
    OverheadOptions options,
    List<Starter> proxies,
    Sheet sheet,
    ProgressLine progress) {

  /// Returns how many steps [#run] reports.
  ///
  /// @param proxies the names of those that are visited beside the way without one
  static int steps(OverheadOptions options, List<String> proxies) {
    List<String> all = Stream.concat(Stream.of(Contender.DIRECT), proxies.stream()).toList();
    int lasting = visits(options, all, false);
    return 1
        + (lasting > 0 ? proxies.size() : 0)
        + lasting
        + warmUps(options, all)
        + visits(options, proxies, true);
  }

  private static int warmUps(OverheadOptions options, List<String> names) {
    return chosen(options, false).stream()
        .filter(one -> one.warmUps() > 0)
        .mapToInt(one -> concerned(one, names))
        .sum();
  }

  private static int visits(OverheadOptions options, List<String> names, boolean fresh) {
    return chosen(options, fresh).stream()
        .mapToInt(one -> one.rounds(options.rounds()) * concerned(one, names))
        .sum();
  }

  private static int concerned(OverheadScenario scenario, List<String> names) {
    return (int) names.stream().filter(scenario::concerns).count();
  }

  void run() throws IOException, InterruptedException {
    warmUp(direct());
    lasting();
    for (OverheadScenario scenario : chosen(options, true)) {
      for (int round = 0; round < scenario.rounds(options.rounds()); round++) {
        fresh(scenario, round);
      }
    }
  }

  /// Runs the scenarios whose contenders keep running.
  private void lasting() throws IOException, InterruptedException {
    List<OverheadScenario> scenarios = chosen(options, false);
    if (scenarios.isEmpty()) {
      return;
    }
    List<Contender> contenders = new ArrayList<>(List.of(direct()));
    try {
      for (Starter proxy : concerned(scenarios)) {
        contenders.add(proxy.run());
        warmUp(contenders.getLast());
      }
      for (OverheadScenario scenario : scenarios) {
        lasting(
            scenario, contenders.stream().filter(one -> scenario.concerns(one.name())).toList());
      }
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private List<Starter> concerned(List<OverheadScenario> scenarios) {
    return proxies.stream()
        .filter(proxy -> scenarios.stream().anyMatch(one -> one.concerns(proxy.name())))
        .toList();
  }

  private void lasting(OverheadScenario scenario, List<Contender> contenders)
      throws InterruptedException {
    for (Contender contender : contenders) {
      warmUp(scenario, contender);
    }
    for (int round = 0; round < scenario.rounds(options.rounds()); round++) {
      for (Contender contender : inOrder(contenders, round)) {
        visit(scenario, contender, round);
      }
    }
  }

  private void fresh(OverheadScenario scenario, int round)
      throws IOException, InterruptedException {
    List<Starter> concerned =
        concerned(List.of(scenario)).stream()
            .filter(proxy -> !options.isPeer(proxy.name()))
            .toList();
    for (Starter proxy : inOrder(concerned, round)) {
      try (Contender contender = proxy.run()) {
        visit(scenario, contender, round);
      }
    }
  }

  private void visit(OverheadScenario scenario, Contender contender, int round)
      throws InterruptedException {
    progress.step("round %d: %s, %s".formatted(round + 1, scenario.title(), contender.name()));
    scenario.visit(contender, bench, sheet);
  }

  private void warmUp(Contender contender) throws InterruptedException {
    progress.step("warm-up: " + contender.name());
    // A measurement shorter than the usual 5 s is a quick look.
    new JitWarmUp(bench, options.seconds()).run(contender);
  }

  private void warmUp(OverheadScenario scenario, Contender contender) throws InterruptedException {
    if (scenario.warmUps() > 0) {
      progress.step("warm-up: %s, %s".formatted(scenario.title(), contender.name()));
    }
    for (int i = 0; i < scenario.warmUps(); i++) {
      scenario.warmUp(contender, bench);
    }
  }

  private static List<OverheadScenario> chosen(OverheadOptions options, boolean fresh) {
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
