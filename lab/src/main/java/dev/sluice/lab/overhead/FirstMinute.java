package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Tally;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.HdrHistogram.Histogram;

/// A new process, and 2,500 calls a second from the moment when it says that it is ready: latency
/// in windows of 5 s, and of all calls from second 10 on.
record FirstMinute() implements OverheadScenario {
  private static final int PER_SECOND = 2_500;
  private static final int CONNECTIONS = 256;
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final int WINDOWS_BEFORE_LATER = 2;

  private static final List<RoundMeasure> P50 =
      List.copyOf(EnumSet.range(RoundMeasure.MINUTE_P50_5, RoundMeasure.MINUTE_P50_60));
  private static final List<RoundMeasure> P99 =
      List.copyOf(EnumSet.range(RoundMeasure.MINUTE_P99_5, RoundMeasure.MINUTE_P99_60));

  @Override
  public String title() {
    return RoundMeasure.MINUTE_P99_LATER.scenario();
  }

  @Override
  public boolean fresh() {
    return true;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(1024));
    String name = contender.name();
    Histogram later = Tally.histogram();
    try (Load load =
        Load.open(
            bench.site(contender), Bench.call(contender, false, 1024), PER_SECOND, CONNECTIONS)) {
      for (int window = 0; window < P99.size(); window++) {
        Tally tally = load.window(WINDOW);
        sheet.add(P50.get(window), name, Percentile.micros(tally.latency(), 50));
        sheet.add(P99.get(window), name, Percentile.micros(tally.latency(), 99));
        sheet.check(name, title(), tally);
        if (window >= WINDOWS_BEFORE_LATER) {
          later.add(tally.latency());
        }
      }
    }
    sheet.add(RoundMeasure.MINUTE_P99_LATER, name, Percentile.micros(later, 99));
  }
}
