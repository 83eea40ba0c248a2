package dev.sluice.lab.restart;

import dev.sluice.call.runtime.Clock;
import dev.sluice.config.value.Durations;
import dev.sluice.lab.load.CallError;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.load.Tally;
import dev.sluice.lab.load.TimeLeft;
import dev.sluice.lab.process.Folder;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Restarts two gateways behind a load balancer, one after the other and again and again, under a
/// steady load: no call may fail. One call in four is a stream of a second, which is under way when
/// its gateway is told to end.
public final class RestartLab implements AutoCloseable {
  /// Of so many calls one is a stream.
  static final int STREAMED_OF = 4;

  private static final String WHOLE = "whole";
  private static final String STREAM = "stream";
  private static final int CONNECTIONS_MOST = 1_000;
  private static final int BODY = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RestartOptions options;
  private final Folder folder = Folder.create("sluice-restart");
  private final MultiThreadIoEventLoopGroup clients =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("clients", true), NioIoHandler.newFactory());
  private final Simulator provider = Simulator.start(scenario(), 0);
  private final List<Instance> gateways = new ArrayList<>();

  private RestartLab(RestartOptions options) throws IOException {
    this.options = options;
  }

  /// Runs the experiment, and prints how many calls have failed.
  ///
  /// @param program the gateways'
  /// @param terminal where to say how long it still takes; empty for nowhere
  /// @return 0, or 1 if a call has failed
  /// @throws IOException if a gateway or the balancer does not start or end as it should
  public static int run(
      RestartOptions options,
      GatewayProgram program,
      PrintStream out,
      Optional<PrintStream> terminal)
      throws IOException, InterruptedException {
    try (var lab = new RestartLab(options)) {
      return lab.run(program, out, terminal);
    }
  }

  private static Scenario scenario() {
    Speed speed = Speed.of(Duration.ofMillis(50), Duration.ofMillis(50));
    return Scenario.of(
        Model.named(WHOLE).speed(speed).output(Distribution.of(2)),
        Model.named(STREAM).speed(speed).output(Distribution.of(20)));
  }

  private int run(GatewayProgram program, PrintStream out, Optional<PrintStream> terminal)
      throws IOException, InterruptedException {
    for (String name : List.of("first", "second")) {
      gateways.add(new Instance(name, program, folder.path(), yaml()));
    }
    try (Balancer balancer = Balancer.start(folder.path(), gateways);
        var _ = TimeLeft.start(terminal, Clock.SYSTEM, "restarts under load", options.length())) {
      for (Instance gateway : gateways) {
        balancer.awaitUp(gateway);
      }
      return underLoad(balancer, out);
    }
  }

  private String yaml() {
    return """
    server: {listen: "127.0.0.1:%%d", drain_delay: %s, drain: 20s}
    admin: {listen: "127.0.0.1:%%d"}
    log: {calls: off}
    providers: {sim: {type: openai, url: "%s", key: sim, allow_private: true}}
    routes: {all: {models: ["*"], targets: [{provider: sim}]}}
    """
        .formatted(Durations.show(options.delay()), provider.url());
  }

  private int underLoad(Balancer balancer, PrintStream out)
      throws IOException, InterruptedException {
    int streamed = options.rate() / STREAMED_OF;
    long begun = Clock.SYSTEM.nanos();
    try (Load whole = load(balancer, WHOLE, options.rate() - streamed);
        Load streams = load(balancer, STREAM, streamed)) {
      int restarts = 0;
      do {
        restart(balancer);
        restarts++;
      } while (Clock.SYSTEM.nanos() - begun < options.length().toNanos());
      Duration took = Duration.ofNanos(Clock.SYSTEM.nanos() - begun);
      return told(out, took, restarts, List.of(finish(whole), finish(streams)));
    }
  }

  private void restart(Balancer balancer) throws IOException, InterruptedException {
    for (Instance gateway : gateways) {
      gateway.restart();
      balancer.awaitUp(gateway);
    }
  }

  private Load load(Balancer balancer, String model, int rate) {
    var site = new Load.Site(clients.next(), Clock.SYSTEM, balancer.address());
    Payload call = Payload.chat("localhost", model, model.equals(STREAM), BODY);
    return Load.open(site, call, rate, CONNECTIONS_MOST);
  }

  private static Tally finish(Load load) throws IOException, InterruptedException {
    try {
      return load.finish(PATIENCE);
    } catch (TimeoutException e) {
      throw new IOException("calls are still under way after " + Durations.show(PATIENCE), e);
    }
  }

  private int told(PrintStream out, Duration took, int restarts, List<Tally> tallies) {
    Map<CallError, Long> errors = new EnumMap<>(CallError.class);
    tallies.forEach(tally -> tally.errors().forEach((how, n) -> errors.merge(how, n, Long::sum)));
    long unsent = tallies.stream().mapToLong(Tally::waiting).sum();
    long failed = tallies.stream().mapToLong(Tally::failed).sum() + unsent;
    long answered = tallies.stream().mapToLong(Tally::calls).sum();
    out.println(
        ("%d of %d calls failed%s, while %d gateways were restarted %d times each within %d s;"
                + " %d were streams")
            .formatted(
                failed,
                answered + failed,
                errors.isEmpty() && unsent == 0 ? "" : " " + errors + ", not sent " + unsent,
                gateways.size(),
                restarts,
                took.toSeconds(),
                tallies.getLast().calls()));
    return failed == 0 ? 0 : 1;
  }

  @Override
  public void close() throws IOException {
    gateways.forEach(Instance::close);
    provider.close();
    clients.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    folder.close();
  }
}
