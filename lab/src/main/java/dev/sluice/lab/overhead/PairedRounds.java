package dev.sluice.lab.overhead;

import dev.sluice.lab.load.ProgressLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Rounds that each start everybody anew and visit all of them in each scenario, forward in one
/// round and backward in the next. The code that a JVM compiles differs from process to process by
/// more than the visits to one of them do: a round of new processes is what makes rounds
/// independent.
///
/// Starts alternate as visits do, since the contender that starts first has compiled more when it
/// is visited. For the same reason each contender is warmed up for a scenario before its visit: its
/// code is new to the processes.
///
/// @param rounds how many
/// @param lasting starts those that stay for all of a round's scenarios, warmed up
/// @param fresh starts those that a scenario wants newly started
record PairedRounds(
    Bench bench,
    List<OverheadScenario> scenarios,
    int rounds,
    List<Starter> lasting,
    List<Starter> fresh,
    Sheet sheet) {

  /// Steps with a contender that stays: a warm-up, and a visit.
  private static final int STEPS = 2;

  /// Returns how many steps [#run] reports.
  int steps() {
    int ofRound = 0;
    for (OverheadScenario scenario : scenarios) {
      ofRound += scenario.fresh() ? fresh.size() : STEPS * lasting.size();
    }
    boolean starts = scenarios.stream().anyMatch(scenario -> !scenario.fresh());
    return rounds * (ofRound + (starts ? lasting.size() : 0));
  }

  void run(ProgressLine progress) throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      Round one = new Round(round, progress);
      one.lasting(scenarios.stream().filter(scenario -> !scenario.fresh()).toList());
      one.fresh(scenarios.stream().filter(OverheadScenario::fresh).toList());
    }
  }

  private final class Round {
    private final int number;
    private final ProgressLine progress;

    Round(int number, ProgressLine progress) {
      this.number = number;
      this.progress = progress;
    }

    void lasting(List<OverheadScenario> lastingScenarios) throws IOException, InterruptedException {
      if (lastingScenarios.isEmpty()) {
        return;
      }
      List<Contender> contenders = new ArrayList<>();
      try {
        for (Starter starter : Rounds.inOrder(lasting, number)) {
          say("start and warm-up", starter.name());
          contenders.add(starter.run());
        }
        for (OverheadScenario scenario : lastingScenarios) {
          warmUp(scenario, contenders);
          visit(scenario, contenders);
        }
      } finally {
        contenders.forEach(Contender::close);
      }
    }

    void fresh(List<OverheadScenario> freshScenarios) throws IOException, InterruptedException {
      for (OverheadScenario scenario : freshScenarios) {
        for (Starter starter : Rounds.inOrder(fresh, number)) {
          try (Contender contender = starter.run()) {
            visit(scenario, List.of(contender));
          }
        }
      }
    }

    private void warmUp(OverheadScenario scenario, List<Contender> contenders)
        throws InterruptedException {
      for (Contender contender : contenders) {
        say(scenario.title() + ", warm-up", contender.name());
        scenario.warmUp(contender, bench);
      }
    }

    private void visit(OverheadScenario scenario, List<Contender> contenders)
        throws InterruptedException {
      for (Contender contender : contenders) {
        say(scenario.title(), contender.name());
        scenario.visit(contender, bench, sheet);
      }
    }

    private void say(String what, String contender) {
      progress.step("round %d of %d: %s, %s".formatted(number + 1, rounds, what, contender));
    }
  }
}
