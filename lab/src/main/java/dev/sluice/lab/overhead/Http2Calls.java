package dev.sluice.lab.overhead;

import dev.sluice.lab.load.MockAnswer;
import java.util.List;

/// The scenario of as many calls of 1 KB as a core can do over HTTP/2, 50 at a time on each of 100
/// connections: through nginx, through a gateway, and through that gateway over HTTP/1.1, as many
/// at a time on connections of their own. The load is nghttp2's `h2load`, which is not this
/// process's.
record Http2Calls() implements OverheadScenario {
  private static final int SIZE = 1024;
  private static final int CONNECTIONS = 100;
  private static final int STREAMS = 50;

  @Override
  public String title() {
    return RoundMeasure.HTTP2_CPU.scenario();
  }

  @Override
  public boolean concerns(String contender) {
    return contender.equals(Contender.NGINX) || contender.equals(Contender.SLUICE_HTTP2);
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    String name = contender.name();
    var streams = new H2Load("http", SIZE, List.of("-c" + CONNECTIONS, "-m" + STREAMS));
    H2Load.Cost cost = streams.cost(contender, contender.http2Address(), bench, title(), sheet);
    sheet.add(RoundMeasure.HTTP2_CPU, name, cost.micros());
    sheet.add(RoundMeasure.HTTP2_CALLS, name, cost.callsPerSecond());
    if (name.equals(Contender.SLUICE_HTTP2)) {
      compare(cost, contender, bench, sheet);
    }
  }

  private void compare(H2Load.Cost cost, Contender contender, Bench bench, Sheet sheet)
      throws InterruptedException {
    var connections = new H2Load("http", SIZE, List.of("--h1", "-c" + CONNECTIONS * STREAMS));
    H2Load.Cost old = connections.cost(contender, contender.address(), bench, title(), sheet);
    sheet.add(RoundMeasure.HTTP2_OLD_CPU, contender.name(), old.micros());
    sheet.add(RoundMeasure.HTTP2_TO_OLD, contender.name(), cost.micros() / old.micros());
  }
}
