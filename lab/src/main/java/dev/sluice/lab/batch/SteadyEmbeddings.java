package dev.sluice.lab.batch;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.load.Tally;
import dev.sluice.server.CannotListen;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Embeddings of one text each, all different, evenly at a rate: upstream 100 ms, 1,536 dimensions.
record SteadyEmbeddings(int seconds, PrintStream out) {
  private static final Duration UPSTREAM = Duration.ofMillis(100);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /// The seconds after which the code that runs often is compiled.
  private static final int COMPILED = 10;

  private static final int CONNECTIONS = 1000;
  private static final double ADDED_MS = BatchRig.BATCH.maxWait().toMillis() + 5.0;

  private record Measured(long calls, long upstream, double p50, double p99, long failed) {
    double perUpstream() {
      return (double) calls / (double) upstream;
    }
  }

  List<Check> run() throws InterruptedException, CannotListen {
    Scenario scenario =
        Scenario.of(Model.named("m").speed(Speed.of(UPSTREAM, Duration.ZERO)).dimensions(1536));
    try (BatchRig rig = new BatchRig(scenario, scenario)) {
      measure(rig, "batched", 1000, COMPILED);
      measure(rig, "alone", 1000, COMPILED);
      Measured slow = measure(rig, "batched", 1, 4 * seconds);
      Measured slowAlone = measure(rig, "alone", 1, 4 * seconds);
      Measured some = measure(rig, "batched", 500, seconds);
      Measured someAlone = measure(rig, "alone", 500, seconds);
      Measured many = measure(rig, "batched", 1000, seconds);
      Measured manyAlone = measure(rig, "alone", 1000, seconds);
      return List.of(
          Check.atMost("1 a second: added at p50, ms", slow.p50 - slowAlone.p50, 1),
          Check.atLeast("500 a second: calls for each upstream call", some.perUpstream(), 10),
          Check.atMost("500 a second: added at p99, ms", some.p99 - someAlone.p99, ADDED_MS),
          Check.atLeast("1,000 a second: calls for each upstream call", many.perUpstream(), 20),
          Check.atMost("1,000 a second: added at p99, ms", many.p99 - manyAlone.p99, ADDED_MS),
          Check.atMost(
              "calls that failed, of all",
              (double)
                  Stream.of(slow, slowAlone, some, someAlone, many, manyAlone)
                      .mapToLong(Measured::failed)
                      .sum(),
              0));
    }
  }

  private Measured measure(BatchRig rig, String route, int perSecond, int length)
      throws InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var site = new Load.Site(loops.next(), Clock.SYSTEM, rig.serving().address());
    Payload payload = Payload.numberedEmbedding("sluice", route);
    try (Load load = Load.open(site, payload, perSecond, CONNECTIONS)) {
      load.window(WARM_UP);
      long before = rig.upstream(route);
      Tally tally = load.window(Duration.ofSeconds(length));
      long upstream = rig.upstream(route) - before;
      var seen =
          new Measured(tally.calls(), upstream, ms(tally, 50), ms(tally, 99), tally.failed());
      out.printf("%5d a second, %-7s  %s%n", perSecond, route, seen);
      out.flush();
      return seen;
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private static double ms(Tally tally, double percentile) {
    return tally.latency().getValueAtPercentile(percentile) / 1e6;
  }
}
