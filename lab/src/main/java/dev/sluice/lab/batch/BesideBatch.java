package dev.sluice.lab.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.batch.BatchSite.Start;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.load.Tally;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/// What clients that wait see of a batch: the times of calls at a steady rate, with and without one
/// beside them, at a provider that takes half a second for each and has no limit.
final class BesideBatch {
  private static final String LIVE = "live";
  private static final String CHAT = "chat";
  private static final String VECTORS = "vectors";
  private static final int RATE = 100;
  private static final int CONNECTIONS = 400;
  private static final int BODY = 500;
  private static final int WARM_LINES = 2_000;
  private static final Duration QUIET = Duration.ofSeconds(20);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TAKES = Duration.ofMillis(500);
  private static final double MORE_MS = 25;
  private static final double MORE_SHARE = 1.05;
  private static final String REST =
      """
      batches: {}
      routes:
        chat: {models: [live, chat], targets: [{provider: sim}]}
        vectors: {models: [vectors], targets: [{provider: sim}], batch: {}}
      """;

  private final BatchOptions options;
  private final GatewayProgram program;
  private final Consumer<String> say;

  /// @param say is told what is under way
  BesideBatch(BatchOptions options, GatewayProgram program, Consumer<String> say) {
    this.options = options;
    this.program = program;
    this.say = say;
  }

  /// A kind of batch.
  private record Kind(String name, String endpoint, IntFunction<String> lines) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("chats", JobLines.CHAT, lines -> JobLines.chats(lines, CHAT)),
          new Kind(
              "embeddings", JobLines.EMBEDDINGS, lines -> JobLines.embeddings(lines, VECTORS)));

  /// Times of calls in milliseconds, without a batch and beside one.
  ///
  /// @param seconds how long the batch took
  private record Run(Histogram without, Histogram beside, double seconds) {
    double more(double percentile) {
      return ms(beside, percentile) - ms(without, percentile);
    }

    double ratio(double percentile) {
      return ms(beside, percentile) / ms(without, percentile);
    }
  }

  private static double ms(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  List<Finding> all() throws IOException, InterruptedException {
    List<Finding> all = new ArrayList<>();
    for (Kind kind : KINDS) {
      all.add(found(kind));
    }
    return all;
  }

  private static Scenario scenario() {
    Speed speed = Speed.of(TAKES, Duration.ZERO);
    return Scenario.of(
        Model.named(LIVE).speed(speed),
        Model.named(CHAT).speed(speed),
        Model.named(VECTORS).speed(speed).dimensions(JobLines.DIMENSIONS));
  }

  private Finding found(Kind kind) throws IOException, InterruptedException {
    var clients =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("clients", true), NioIoHandler.newFactory());
    try (var site = new BatchSite(Start.usual(program), scenario(), REST);
        Load load = load(site, clients)) {
      Histogram _ = beside(site, load, kind, WARM_LINES).beside();
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < options.runs(); i++) {
        say.accept("calls beside a batch of %s, run %d".formatted(kind.name(), i + 1));
        runs.add(beside(site, load, kind, options.lines()));
      }
      return finding(kind, runs);
    } finally {
      clients.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private static Load load(BatchSite site, MultiThreadIoEventLoopGroup clients) {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), site.gateway().api().getPort());
    Payload call = Payload.chat("localhost", LIVE, false, BODY).with(BatchSite.KEY);
    return Load.open(new Load.Site(clients.next(), Clock.SYSTEM, address), call, RATE, CONNECTIONS);
  }

  private static Run beside(BatchSite site, Load load, Kind kind, int lines)
      throws IOException, InterruptedException {
    Histogram without = good(load.window(QUIET)).latency();
    BatchClient client = site.client();
    String input = kind.lines().apply(lines);
    Histogram beside = Tally.histogram();
    long begun = Clock.SYSTEM.nanos();
    String id = client.make(input, kind.endpoint());
    JsonNode batch = client.batch(id);
    while (!BatchClient.isOver(batch)) {
      beside.add(good(load.window(SECOND)).latency());
      batch = client.batch(id);
    }
    if (BatchClient.completed(batch) != lines) {
      throw new IOException("the batch has not gone well: " + batch);
    }
    return new Run(without, beside, (Clock.SYSTEM.nanos() - begun) / 1e9);
  }

  private static Tally good(Tally calls) throws IOException {
    if (calls.failed() > 0) {
      throw new IOException("calls of clients that wait have failed: " + calls.errors());
    }
    return calls;
  }

  private Finding finding(Kind kind, List<Run> runs) {
    List<String> notes = new ArrayList<>();
    notes.add("ms without, and beside: p50, p99; the batch took s, lines a second");
    for (Run run : runs) {
      notes.add(
          String.format(
              Locale.ROOT,
              "  %.1f, %.1f and %.1f, %.1f; %.1f, %.0f",
              ms(run.without(), 50),
              ms(run.without(), 99),
              ms(run.beside(), 50),
              ms(run.beside(), 99),
              run.seconds(),
              options.lines() / run.seconds()));
    }
    return new Finding(
        "%d calls a second beside a batch of %,d %s".formatted(RATE, options.lines(), kind.name()),
        notes,
        List.of(
            Threshold.atMost(
                "p99 beside it higher by ms, median of the runs",
                median(runs.stream().mapToDouble(run -> run.more(99)).sorted().toArray()),
                MORE_MS),
            Threshold.atMost(
                "p99 beside it, as a share of that without",
                median(runs.stream().mapToDouble(run -> run.ratio(99)).sorted().toArray()),
                MORE_SHARE)));
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
