package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/// 2,500 calls a second, sent when they are due.
record FixedRate() implements OverheadScenario {
  private static final int PER_SECOND = 2_500;
  private static final int CONNECTIONS = 256;
  private static final Duration SETTLE = Duration.ofSeconds(1);

  @Override
  public String title() {
    return RoundMeasure.RATE_CPU.scenario();
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(1024));
    try (Load load =
        Load.open(
            bench.site(contender), Bench.call(contender, false, 1024), PER_SECOND, CONNECTIONS)) {
      Visit visit = Visit.measure(contender, load, SETTLE, bench);
      double calls = (double) visit.tally().calls();
      visit.addTo(sheet, contender, RoundMeasure.RATE_CPU, RoundMeasure.RATE_ALLOCATED, calls);
      Histogram latency = visit.tally().latency();
      sheet.add(RoundMeasure.RATE_P50, contender.name(), Percentile.micros(latency, 50));
      sheet.add(RoundMeasure.RATE_P90, contender.name(), Percentile.micros(latency, 90));
      sheet.add(RoundMeasure.RATE_P99, contender.name(), Percentile.micros(latency, 99));
      sheet.check(contender.name(), title(), visit.tally());
    }
  }
}
