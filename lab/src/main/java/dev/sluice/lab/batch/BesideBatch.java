package dev.sluice.lab.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.batch.BatchSite.Start;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.load.Tally;
import dev.sluice.lab.process.Folder;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// What clients that wait see of a batch which `batch run` makes at the same gateway: the times of
/// calls at a steady rate, in turn without a batch and beside one, at a provider that takes half a
/// second for each.
final class BesideBatch {
  private static final String LIVE = "live";
  private static final int RATE = 100;
  private static final int CONNECTIONS = 400;
  private static final int BODY = 500;
  private static final int WARM_LINES = 2_000;
  private static final Duration WARM = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TAKES = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
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
  enum Kind {
    /// Embeddings that take all tokens that the provider allows.
    AT_A_LIMIT("embeddings at a limit", 0.3),
    /// Embeddings, as many as go.
    EMBEDDINGS("embeddings without a limit", 1),
    /// Chats, as many as go.
    CHATS("chats without a limit", 1);

    private static final String CHAT = "chat";
    private static final String VECTORS = "vectors";

    private final String label;
    private final double share;

    /// @param share so many lines for a line of the options
    Kind(String label, double share) {
      this.label = label;
      this.share = share;
    }

    private int lines(int lines) {
      return (int) (lines * share);
    }

    private String input(int lines) {
      return this == CHATS ? JobLines.chats(lines, CHAT) : JobLines.embeddings(lines, VECTORS);
    }

    private BatchSite site(GatewayProgram program) throws IOException {
      Speed speed = Speed.of(TAKES, Duration.ZERO);
      Model vectors = Model.named(VECTORS).speed(speed).dimensions(JobLines.DIMENSIONS);
      boolean limited = this == AT_A_LIMIT;
      Scenario scenario =
          Scenario.of(
              Model.named(LIVE).speed(speed),
              Model.named(CHAT).speed(speed),
              limited ? vectors.limits(LimitedBatch.tokens()) : vectors);
      Start usual = Start.usual(program);
      Start start = limited ? usual.limited(LimitedBatch.tokens(VECTORS)) : usual;
      return new BatchSite(start, scenario, REST);
    }
  }

  /// Measures calls beside a batch of a kind.
  Finding found(Kind kind) throws IOException, InterruptedException {
    var clients =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("clients", true), NioIoHandler.newFactory());
    try (var site = kind.site(program);
        Load load = load(site, clients)) {
      BesideRun _ = run(site, load, kind, WARM_LINES, WARM);
      int lines = kind.lines(options.lines());
      List<BesideRun> runs = new ArrayList<>();
      for (int i = 0; i < options.runs(); i++) {
        say.accept("calls beside %s, run %d".formatted(kind.label, i + 1));
        runs.add(run(site, load, kind, lines, QUIET));
      }
      return finding(kind, lines, runs);
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

  /// Calls without a batch, then beside one from its making until all its answers can be fetched:
  /// starting and ending the process of `batch run` is not the gateway's.
  private BesideRun run(BatchSite site, Load load, Kind kind, int lines, Duration quiet)
      throws IOException, InterruptedException {
    Histogram without = good(load.window(quiet)).latency();
    try (Folder folder = Folder.create("sluice-batch-run");
        RunProcess run = RunProcess.at(site, program, folder.path(), kind.input(lines))) {
      BatchClient client = site.client();
      String id = run.awaitMade();
      long begun = Clock.SYSTEM.nanos();
      Histogram beside = Tally.histogram();
      JsonNode batch = client.batch(id);
      while (!BatchClient.isOver(batch)) {
        beside.add(good(load.window(SECOND)).latency());
        batch = client.batch(id);
      }
      double seconds = (Clock.SYSTEM.nanos() - begun) / 1e9;
      double _ = run.awaitEnd(lines, PATIENCE);
      return new BesideRun(without, beside, lines, seconds);
    }
  }

  private static Tally good(Tally calls) throws IOException {
    if (calls.failed() > 0) {
      throw new IOException("calls of clients that wait have failed: " + calls.errors());
    }
    return calls;
  }

  private static Finding finding(Kind kind, int lines, List<BesideRun> runs) {
    List<String> notes = new ArrayList<>();
    notes.add("ms without, and beside: p50, p99; p99 more; the batch took s, lines a second");
    runs.forEach(run -> notes.add(run.words()));
    notes.add("p99 more, over the runs: " + BesideRun.spread(runs));
    return new Finding(
        "%d calls a second beside %,d %s".formatted(RATE, lines, kind.label),
        notes,
        List.of(
            Threshold.atMost(
                "p99 beside it higher by ms, median of the runs",
                BesideRun.median(runs.stream().mapToDouble(run -> run.more(99))),
                MORE_MS),
            Threshold.atMost(
                "p99 beside it, as a share of that without, median of the runs",
                BesideRun.median(runs.stream().mapToDouble(run -> run.ratio(99))),
                MORE_SHARE)));
  }
}
