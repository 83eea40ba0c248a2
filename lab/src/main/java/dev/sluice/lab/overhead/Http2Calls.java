package dev.sluice.lab.overhead;

import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The scenario of as many calls of 1 KB as a core can do over HTTP/2, 50 at a time on each of 100
/// connections: through nginx, through a gateway, and through that gateway over HTTP/1.1, as many
/// at a time on connections of their own. The load is nghttp2's `h2load`, which is not this
/// process's.
record Http2Calls() implements OverheadScenario {
  private static final int SIZE = 1024;
  private static final int CONNECTIONS = 100;
  private static final int STREAMS = 50;
  private static final int CALLS_A_SECOND = 10_000;

  @Override
  public String title() {
    return RoundMeasure.HTTP2_CPU.scenario();
  }

  @Override
  public boolean fresh() {
    return false;
  }

  @Override
  public boolean concerns(String contender) {
    return contender.equals(Contender.NGINX) || contender.equals(Contender.SLUICE_HTTP2);
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    String name = contender.name();
    List<String> many = List.of("-c" + CONNECTIONS, "-m" + STREAMS);
    Cost cost = cost(contender, contender.http2Address(), bench, many, sheet);
    sheet.add(RoundMeasure.HTTP2_CPU, name, cost.micros());
    sheet.add(RoundMeasure.HTTP2_CALLS, name, cost.callsPerSecond());
    if (name.equals(Contender.SLUICE_HTTP2)) {
      List<String> one = List.of("--h1", "-c" + CONNECTIONS * STREAMS);
      Cost old = cost(contender, contender.address(), bench, one, sheet);
      sheet.add(RoundMeasure.HTTP2_OLD_CPU, name, old.micros());
      sheet.add(RoundMeasure.HTTP2_TO_OLD, name, cost.micros() / old.micros());
    }
  }

  /// What a call costs.
  private record Cost(double micros, double callsPerSecond) {}

  private Cost cost(
      Contender contender, InetSocketAddress at, Bench bench, List<String> how, Sheet sheet)
      throws InterruptedException {
    int calls = CALLS_A_SECOND * bench.seconds();
    load(contender, at, how, calls, sheet);
    ProcessUsage usage = contender.usage().orElseThrow();
    long cpu = usage.cpuNanos();
    long begun = bench.clock().nanos();
    load(contender, at, how, calls, sheet);
    double seconds = (bench.clock().nanos() - begun) / 1e9;
    return new Cost((usage.cpuNanos() - cpu) / 1e3 / calls, calls / seconds);
  }

  private void load(
      Contender contender, InetSocketAddress at, List<String> how, int calls, Sheet sheet)
      throws InterruptedException {
    String host = "127.0.0.1:" + at.getPort();
    try {
      Path body = Files.createTempFile("sluice-overhead", ".json");
      try {
        Files.writeString(body, Payload.chat(host, "mock", false, SIZE).body());
        List<String> first = List.of("h2load", "-n" + calls, "-d" + body);
        List<String> last =
            List.of("-Hcontent-type: application/json", "http://" + host + contender.path());
        CommandOutput output =
            CommandOutput.run(Stream.of(first, how, last).flatMap(List::stream).toList());
        if (!output.text().contains(calls + " 2xx")) {
          sheet.complain("%s, %s: %s".formatted(contender.name(), title(), output.end()));
        }
      } finally {
        Files.delete(body);
      }
    } catch (IOException e) {
      sheet.complain("%s needs h2load (nghttp2-client): %s".formatted(title(), e.getMessage()));
    }
  }
}
