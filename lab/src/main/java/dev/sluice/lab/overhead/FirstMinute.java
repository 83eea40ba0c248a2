package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Tally;
import java.time.Duration;

/// A new process, and 2,500 calls a second from the moment when it says that it is ready: the
/// latency of the first 5 s, of the next 5 s, and of the rest of a minute.
record FirstMinute() implements OverheadScenario.Fresh {
  private static final int PER_SECOND = 2_500;
  private static final int CONNECTIONS = 256;

  @Override
  public String title() {
    return RoundMeasure.MINUTE_P99_LATER.scenario();
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(1024));
    try (Load load =
        Load.open(
            bench.site(contender), Bench.call(contender, false, 1024), PER_SECOND, CONNECTIONS)) {
      add(RoundMeasure.MINUTE_P99_5, load.window(Duration.ofSeconds(5)), contender, sheet);
      add(RoundMeasure.MINUTE_P99_10, load.window(Duration.ofSeconds(5)), contender, sheet);
      add(RoundMeasure.MINUTE_P99_LATER, load.window(Duration.ofSeconds(50)), contender, sheet);
    }
  }

  private void add(RoundMeasure measure, Tally tally, Contender contender, Sheet sheet) {
    sheet.add(measure, contender.name(), Percentile.micros(tally.latency(), 99));
    sheet.check(contender.name(), title(), tally);
  }
}
