package dev.sluice.lab.overhead.measure;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.overhead.contender.Contender;
import dev.sluice.lab.overhead.contender.Usage;
import dev.sluice.lab.overhead.report.Measure;
import dev.sluice.lab.overhead.report.Sheet;
import java.time.Duration;

/// 200 calls with bodies of 1 MB at once, each with a stream that goes on: how much memory the
/// process takes for them, which keeps a body for as long as its call may be repeated.
public record OpenBodies() implements Scenario {
  private static final int CALLS = 200;
  private static final int SIZE = 1024 * 1024;
  private static final double MEBIBYTES = CALLS;
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /// Longer than what is watched.
  private static final int EVENTS = 30;

  private static final int WATCHED_SECONDS = 10;

  @Override
  public String title() {
    return Measure.BODIES_MEMORY.scenario();
  }

  @Override
  public boolean fresh() {
    return true;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.events(EVENTS, INTERVAL));
    Usage usage = contender.usage().orElseThrow();
    double idle = usage.residentMebibytes();
    double most = idle;
    try (Load load = Load.closed(bench.site(contender), Bench.call(contender, true, SIZE), CALLS)) {
      for (int second = 0; second < WATCHED_SECONDS; second++) {
        sheet.check(contender.name(), title(), load.window(INTERVAL));
        most = Math.max(most, usage.residentMebibytes());
      }
    }
    sheet.add(Measure.BODIES_IDLE, contender.name(), idle);
    sheet.add(Measure.BODIES_MEMORY, contender.name(), most);
    sheet.add(Measure.BODIES_RATIO, contender.name(), (most - idle) / MEBIBYTES);
  }
}
