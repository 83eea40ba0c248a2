package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import java.time.Duration;

/// A scenario of as many calls as the contender's core can do.
interface SaturatedCalls extends OverheadScenario {
  Duration SETTLE = Duration.ofSeconds(1);

  /// Where the figures of a call go.
  CallMeasures measures();

  /// Makes the call for a contender.
  Payload call(Contender contender);

  /// What the provider answers.
  default MockAnswer answer() {
    return MockAnswer.whole(1024);
  }

  default int connections() {
    return 64;
  }

  @Override
  default String title() {
    return measures().calls().scenario();
  }

  @Override
  default void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(answer());
    try (Load load = Load.closed(bench.site(contender), call(contender), connections())) {
      Visit visit = Visit.measure(contender, load, SETTLE, bench);
      sheet.check(contender.name(), title(), visit.tally());
      if (visit.tally().calls() > 0) {
        measures().add(visit, contender, sheet);
      }
    }
  }
}
