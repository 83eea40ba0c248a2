package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Tally;
import dev.sluice.lab.process.ProcessUsage;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// 5,000 streams at once, at one event a second: their memory, and whether each comes to its end.
record OpenStreams() implements OverheadScenario.Fresh {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /// Long enough that all are open together before the first one ends.
  private static final int EVENTS = 20;

  private static final int WATCHED_SECONDS = 15;
  private static final Duration END_WITHIN = Duration.ofSeconds(30);

  @Override
  public String title() {
    return RoundMeasure.OPEN_MEMORY.scenario();
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.events(EVENTS, INTERVAL));
    ProcessUsage usage = contender.usage().orElseThrow();
    try (Load load =
        Load.closed(
            bench.site(contender),
            Bench.call(contender, true, 1024),
            RoundMeasure.STREAMS_AT_ONCE)) {
      double most = 0;
      for (int second = 0; second < WATCHED_SECONDS; second++) {
        Tally tally = load.window(INTERVAL);
        sheet.check(contender.name(), title(), tally);
        most = Math.max(most, usage.residentMebibytes());
      }
      sheet.add(RoundMeasure.OPEN_MEMORY, contender.name(), most);
      sheet.add(
          RoundMeasure.OPEN_COMPLETE, contender.name(), (double) complete(load, contender, sheet));
    }
  }

  private long complete(Load load, Contender contender, Sheet sheet) throws InterruptedException {
    try {
      Tally tally = load.finish(END_WITHIN);
      sheet.check(contender.name(), title(), tally);
      return tally.calls();
    } catch (TimeoutException _) {
      sheet.complain(contender.name() + ": streams that did not end within " + END_WITHIN);
      return 0;
    }
  }
}
