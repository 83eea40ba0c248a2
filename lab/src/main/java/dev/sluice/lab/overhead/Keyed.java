package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import java.time.Duration;

/// The scenario of as many calls as a core can do, through a gateway whose key has limits and
/// budgets and through one that asks for no key. Both gateways are shown a key.
record Keyed() implements OverheadScenario {
  private static final int SIZE = 1024;
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 10;
  private static final Duration SETTLE = Duration.ofSeconds(1);

  @Override
  public String title() {
    return RoundMeasure.KEYS_CPU.scenario();
  }

  @Override
  public boolean fresh() {
    return false;
  }

  @Override
  public boolean concerns(String contender) {
    return contender.equals(Contender.SLUICE) || contender.equals(Contender.SLUICE_KEYED);
  }

  @Override
  public int rounds(int asked) {
    return ROUNDS;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    Payload call = Bench.call(contender, false, SIZE).with(Sluice.KEY);
    try (Load load = Load.closed(bench.site(contender), call, CONNECTIONS)) {
      Visit visit = Visit.measure(contender, load, SETTLE, bench);
      String name = contender.name();
      sheet.add(RoundMeasure.KEYS_CPU, name, visit.cpuMicros() / visit.tally().calls());
      sheet.add(RoundMeasure.KEYS_CALLS, name, visit.callsPerSecond());
      sheet.add(RoundMeasure.KEYS_BUSY, name, visit.busyPercent());
      sheet.check(name, title(), visit.tally());
    }
  }
}
