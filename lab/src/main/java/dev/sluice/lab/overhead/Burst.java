package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import java.time.Duration;

/// Memory of a new process before any call, after 64 connections at full speed and 1,000 streams,
/// and after a minute without calls.
record Burst() implements OverheadScenario.Fresh {
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final int CONNECTIONS = 64;
  private static final int CALLS_SECONDS = 15;
  private static final int STREAMS = 1_000;
  private static final int STREAMS_SECONDS = 10;
  private static final int EVENTS = 200;
  private static final Duration INTERVAL = Duration.ofMillis(50);

  @Override
  public String title() {
    return RoundMeasure.BURST_MEMORY.scenario();
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    Resident resident = new Resident(contender, bench, sheet, title());
    resident.rest(IDLE, RoundMeasure.BURST_IDLE);
    bench.provider().answer(MockAnswer.whole(1024));
    double most = watch(resident, false, CONNECTIONS, CALLS_SECONDS);
    bench.provider().answer(MockAnswer.events(EVENTS, INTERVAL));
    most = Math.max(most, watch(resident, true, STREAMS, STREAMS_SECONDS));
    sheet.add(RoundMeasure.BURST_MEMORY, contender.name(), most);
    resident.minute(RoundMeasure.BURST_AFTER);
  }

  private static double watch(Resident resident, boolean stream, int connections, int seconds)
      throws InterruptedException {
    Contender contender = resident.contender();
    try (Load load =
        Load.closed(
            resident.bench().site(contender), Bench.call(contender, stream, 1024), connections)) {
      return resident.most(load, seconds);
    }
  }
}
