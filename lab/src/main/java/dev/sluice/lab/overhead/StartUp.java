package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Tally;
import java.time.Duration;

/// A new process: when it is ready, and what it does in the first second after.
record StartUp() implements OverheadScenario.Fresh {
  private static final int CONNECTIONS = 32;

  @Override
  public String title() {
    return RoundMeasure.START_READY.scenario();
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(1024));
    try (Load load =
        Load.closed(bench.site(contender), Bench.call(contender, false, 1024), CONNECTIONS)) {
      Tally tally = load.window(Duration.ofSeconds(1));
      sheet.add(RoundMeasure.START_READY, contender.name(), contender.startedIn().toNanos() / 1e6);
      sheet.add(RoundMeasure.START_CALLS, contender.name(), (double) tally.calls());
      contender
          .usage()
          .ifPresent(
              usage ->
                  sheet.add(
                      RoundMeasure.START_MEMORY, contender.name(), usage.residentMebibytes()));
      sheet.check(contender.name(), title(), tally);
    }
  }
}
