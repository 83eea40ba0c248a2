package dev.sluice.lab.overhead;

import dev.sluice.lab.load.MockAnswer;
import java.util.List;

/// The scenario of as many calls of 1 KB as a core can do with TLS on both sides, on connections
/// that are kept: through nginx, and through a gateway.
record TlsCalls() implements OverheadScenario {
  private static final int SIZE = 1024;
  private static final int CONNECTIONS = 64;

  @Override
  public String title() {
    return RoundMeasure.TLS_CPU.scenario();
  }

  @Override
  public boolean concerns(String contender) {
    return contender.equals(Contender.NGINX_TLS) || contender.equals(Contender.SLUICE_TLS);
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    var load = new H2Load("https", SIZE, List.of("--h1", "-c" + CONNECTIONS));
    H2Load.Cost cost = load.cost(contender, contender.address(), bench, title(), sheet);
    sheet.add(RoundMeasure.TLS_CPU, contender.name(), cost.micros());
    sheet.add(RoundMeasure.TLS_CALLS, contender.name(), cost.callsPerSecond());
  }
}
