package dev.sluice.lab.streams;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.MockUpstream;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.load.Tally;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.lab.process.ClassHistogram;
import dev.sluice.lab.process.ClassHistogram.Instances;
import dev.sluice.lab.process.ProcessUsage;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens streams that wait: each has had its first event, and gets one more a second. Streams that
/// end come first, fifty at a time, so that what a gateway makes once does not count.
public record StreamsLab(
    GatewayProgram program,
    StreamsOptions options,
    PrintStream out,
    MockUpstream provider,
    EventLoopGroup loops) {
  private static final int DONE = 0;
  private static final int BROKEN = 1;
  private static final double BOUND_MEBIBYTES = 200;

  /// What the bound of memory is for.
  private static final int BOUND_STREAMS = 5_000;

  private static final int FIRST_STREAMS = 50;
  private static final int AT_ONCE = 500;
  private static final int FOREVER = 1_000_000;
  private static final Duration STEP = Duration.ofSeconds(1);

  /// Events of two streams may fall on either side of a second's end.
  private static final double ALMOST = 0.98;

  /// The seconds that streams have to begin, since a listener whose backlog is full is asked again.
  private static final int PATIENCE = 60;

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

  /// Measures, and prints what it has found.
  ///
  /// @param folder for files, which the caller deletes
  /// @return the exit code
  public static int run(
      Path folder, GatewayProgram program, StreamsOptions options, PrintStream out)
      throws IOException, InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (MockUpstream provider = new MockUpstream(loops, Clock.SYSTEM)) {
      return new StreamsLab(program, options, out, provider, loops).measure(folder);
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private int measure(Path folder) throws IOException, InterruptedException {
    ChildGateway gateway = ChildGateway.start(program, options.jvm(), folder, config());
    try {
      ProcessUsage usage = new ProcessUsage(gateway.process().pid());
      first(gateway);
      ClassHistogram before = ClassHistogram.of(usage.pid());
      double idle = usage.residentMebibytes();
      provider.answer(MockAnswer.events(FOREVER, STEP));
      List<Load> open = new ArrayList<>();
      try {
        double most = open(gateway, open, usage);
        ClassHistogram held = ClassHistogram.of(usage.pid()).beyond(before);
        for (Load load : open) {
          check(load.sinceThen(), 0);
        }
        tell(held);
        return judge(idle, most, usage.residentMebibytes());
      } finally {
        open.forEach(Load::close);
      }
    } finally {
      gateway.end();
    }
  }

  /// Their times are those of the streams that are measured, since the gateway learns from them for
  /// how long it may have to wait.
  private void first(ChildGateway gateway) throws InterruptedException, IOException {
    provider.answer(MockAnswer.events(2, STEP));
    try (Load load = load(gateway, FIRST_STREAMS)) {
      load.window(STEP.multipliedBy(2));
      check(load.finish(ENDS_WITHIN), FIRST_STREAMS);
    } catch (TimeoutException _) {
      throw new IOException("streams of two events did not end within " + ENDS_WITHIN);
    }
  }

  private Load load(ChildGateway gateway, int streams) {
    String host = gateway.api().getAuthority();
    var address = new InetSocketAddress(gateway.api().getHost(), gateway.api().getPort());
    return Load.closed(
        new Load.Site(loops.next(), Clock.SYSTEM, address),
        Payload.chat(host, "mock", true, options.body()),
        streams);
  }

  /// Opens the streams, some at a time, so that a busy machine's listeners have time for all.
  ///
  /// @return the most resident memory until some seconds after the last one, in MiB
  private double open(ChildGateway gateway, List<Load> open, ProcessUsage usage)
      throws InterruptedException, IOException {
    double most = 0;
    for (int left = options.streams(); left > 0; left -= AT_ONCE) {
      int more = Math.min(left, AT_ONCE);
      Load load = load(gateway, more);
      open.add(load);
      complete(load, more);
      most = Math.max(most, usage.residentMebibytes());
    }
    for (int second = 0; second < options.seconds(); second++) {
      check(open.getLast().window(STEP), 0);
      most = Math.max(most, usage.residentMebibytes());
    }
    return most;
  }

  /// Waits until all streams are open: each has an event a second then.
  private static void complete(Load load, int streams) throws InterruptedException, IOException {
    Tally tally = load.window(STEP);
    for (int i = 0; i < PATIENCE && tally.events() < ALMOST * streams; i++) {
      check(tally, 0);
      tally = load.window(STEP);
    }
    check(tally, (int) (ALMOST * streams));
  }

  private static void check(Tally tally, int events) throws IOException {
    if (tally.failed() > 0) {
      throw new IOException("streams have failed: " + tally.errors());
    }
    if (tally.events() < events) {
      throw new IOException(
          "%d events, of %d at least: are there enough descriptors?"
              .formatted(tally.events(), events));
    }
  }

  private void tell(ClassHistogram held) {
    out.printf("%10s %10s  %s%n", "objects", "bytes", "each stream holds, by class");
    held.classes().entrySet().stream()
        .sorted(Comparator.comparingLong(StreamsLab::bytes).reversed())
        .limit(options.classes())
        .forEach(entry -> row(entry.getValue(), entry.getKey()));
    row(held.total(), "all");
  }

  private static long bytes(Map.Entry<String, Instances> entry) {
    return entry.getValue().bytes();
  }

  private void row(Instances held, String name) {
    out.printf(
        Locale.ROOT,
        "%10.2f %10.1f  %s%n",
        held.objects() / (double) options.streams(),
        held.bytes() / (double) options.streams(),
        name);
  }

  private int judge(double idle, double most, double after) {
    out.printf(
        Locale.ROOT,
        "resident: %.1f MiB without streams, at most %.1f MiB while they came, %.1f MiB later%n",
        idle,
        most,
        after);
    if (options.streams() != BOUND_STREAMS) {
      return DONE;
    }
    Threshold bound = Threshold.atMost("MiB resident with 5,000 streams", most, BOUND_MEBIBYTES);
    bound.print(out);
    return bound.holds() ? DONE : BROKEN;
  }

  private String config() {
    return """
    server: {listen: "127.0.0.1:0", drain: 0s}
    admin: {listen: "127.0.0.1:0"}
    providers:
      mock: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
    routes:
      all: {models: ["*"], targets: [{provider: mock}]}
    """
        .formatted(provider.address().getPort());
  }
}
