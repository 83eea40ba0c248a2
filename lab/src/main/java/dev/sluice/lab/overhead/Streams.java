package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Tally;
import java.time.Duration;

/// 1,000 streams at 20 events a second each.
record Streams() implements OverheadScenario {
  private static final int STREAMS = 1_000;
  private static final Duration INTERVAL = Duration.ofMillis(50);

  /// 10 s a stream: the cost of its begin and end is spread over 200 events.
  private static final int EVENTS = 200;

  private static final Duration SETTLE = Duration.ofSeconds(2);

  @Override
  public String title() {
    return RoundMeasure.STREAMS_CPU.scenario();
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.events(EVENTS, INTERVAL));
    try (Load load =
        Load.closed(bench.site(contender), Bench.call(contender, true, 1024), STREAMS)) {
      Visit visit = Visit.measure(contender, load, SETTLE, bench);
      Tally tally = visit.tally();
      String name = contender.name();
      sheet.add(RoundMeasure.STREAMS_EVENTS, name, tally.events() / visit.seconds());
      sheet.add(RoundMeasure.STREAMS_P50, name, Percentile.micros(tally.delay(), 50));
      sheet.add(RoundMeasure.STREAMS_P99, name, Percentile.micros(tally.delay(), 99));
      contender
          .usage()
          .ifPresent(
              usage -> sheet.add(RoundMeasure.STREAMS_MEMORY, name, usage.residentMebibytes()));
      double events = (double) tally.events();
      visit.addTo(
          sheet, contender, RoundMeasure.STREAMS_CPU, RoundMeasure.STREAMS_ALLOCATED, events);
      sheet.check(name, title(), tally);
    }
  }
}
