package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import java.time.Duration;

/// The scenario of as many calls as a core can do that can be neither batched nor coalesced nor
/// cached, through a gateway that does all of it and through one that does not.
record Saving() implements OverheadScenario {
  private static final int SIZE = 1024;
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 10;
  private static final Duration SETTLE = Duration.ofSeconds(1);

  @Override
  public String title() {
    return RoundMeasure.SAVING_CPU.scenario();
  }

  @Override
  public boolean fresh() {
    return false;
  }

  @Override
  public boolean concerns(String contender) {
    return contender.equals(Contender.SLUICE) || contender.equals(Contender.SLUICE_SAVING);
  }

  @Override
  public int rounds(int asked) {
    return ROUNDS;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    try (Load load = Load.closed(bench.site(contender), call(contender), CONNECTIONS)) {
      Visit visit = Visit.measure(contender, load, SETTLE, bench);
      String name = contender.name();
      sheet.add(RoundMeasure.SAVING_CPU, name, visit.cpuMicros() / visit.tally().calls());
      sheet.add(RoundMeasure.SAVING_CALLS, name, visit.callsPerSecond());
      sheet.add(RoundMeasure.SAVING_BUSY, name, visit.busyPercent());
      sheet.check(name, title(), visit.tally());
    }
  }

  /// Makes a call whose answer differs each time: with a temperature, and without a seed.
  private static Payload call(Contender contender) {
    Payload plain = Bench.call(contender, false, SIZE);
    String drawn = plain.body().replaceFirst("\\{", "{\"temperature\":0.7,");
    return new Payload(plain.host(), drawn, false);
  }
}
