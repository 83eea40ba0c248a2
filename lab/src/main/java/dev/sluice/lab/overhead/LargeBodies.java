package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import java.time.Duration;

/// Memory with 200 bodies of 1 MB under way at once, each held for seconds, since its answer takes
/// that long to begin: at most, beyond that of the idle process in relation to the bytes of the
/// bodies, and after a minute without calls.
record LargeBodies() implements OverheadScenario.Fresh {
  private static final int CONNECTIONS = 200;
  private static final int SIZE = 1_000_000;
  private static final double MEBIBYTES = (double) CONNECTIONS * SIZE / (1 << 20);
  private static final int SECONDS = 10;
  private static final int EVENTS = 2;
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  @Override
  public String title() {
    return RoundMeasure.BODIES_MEMORY.scenario();
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    Resident resident = new Resident(contender, bench, sheet, title());
    double idle = resident.now();
    sheet.add(RoundMeasure.BODIES_IDLE, contender.name(), idle);
    bench.provider().answer(MockAnswer.events(EVENTS, INTERVAL));
    try (Load load =
        Load.closed(bench.site(contender), Bench.call(contender, true, SIZE), CONNECTIONS)) {
      double most = resident.most(load, SECONDS);
      sheet.add(RoundMeasure.BODIES_MEMORY, contender.name(), most);
      sheet.add(RoundMeasure.BODIES_RATIO, contender.name(), (most - idle) / MEBIBYTES);
    }
    resident.minute(RoundMeasure.BODIES_AFTER);
  }
}
