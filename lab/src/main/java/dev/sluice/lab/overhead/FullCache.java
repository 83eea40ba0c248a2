package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;

/// Distinct calls through a cache of 1 GiB, as many as a core can do, until it has been full for a
/// while: the longest pause of the collector.
record FullCache() implements OverheadScenario.Fresh {
  private static final int CONNECTIONS = 64;
  private static final int SECONDS = 90;

  @Override
  public String title() {
    return RoundMeasure.CACHE_PAUSE.scenario();
  }

  @Override
  public boolean concerns(String contender) {
    return contender.equals(Contender.SLUICE_CACHING);
  }

  @Override
  public int rounds(int asked) {
    return 1;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    Resident resident = new Resident(contender, bench, sheet, title());
    bench.provider().answer(MockAnswer.whole(1024));
    try (Load load = Load.closed(bench.site(contender), call(contender), CONNECTIONS)) {
      sheet.add(RoundMeasure.CACHE_MEMORY, contender.name(), resident.most(load, SECONDS));
    }
    contender
        .pauses()
        .ifPresent(
            pauses ->
                sheet.add(RoundMeasure.CACHE_PAUSE, contender.name(), pauses.longestMillis()));
  }

  /// Makes a call that differs each time, whose answer is kept since nothing in it is drawn by
  /// chance.
  private static Payload call(Contender contender) {
    Payload plain = Bench.call(contender, false, 1024);
    String numbered =
        plain.body().replaceFirst("\\{", "{\"temperature\":0,\"user\":\"" + Payload.NUMBER + "\",");
    return new Payload(plain.host(), numbered, false);
  }
}
