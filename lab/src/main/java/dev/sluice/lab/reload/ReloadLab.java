package dev.sluice.lab.reload;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.load.Tally;
import dev.sluice.lab.load.TimeLeft;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Lets a gateway take configurations under load: streams at a steady rate, and four times as many
/// calls as a route has slots. Then many more reloads without load, for what the process holds.
public final class ReloadLab implements AutoCloseable {
  /// How much more heap may be used after all reloads: classes and profiles that the first ones
  /// have not needed, but nothing that grows with each.
  private static final long HEAP_MORE = 4 << 20;

  /// Timers of idle connections and of clients come and go at any instant: what grows with reloads
  /// leaves more than one for each so many.
  private static final long RELOADS_A_TIMER = 20;

  private static final int WAITING = 4 * Configurations.SLOTS;
  private static final int STREAMS_MOST = 1_000;
  private static final int BODY = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration FIRST_TOKEN = Duration.ofMillis(50);
  private static final Duration TOKEN = Duration.ofMillis(5);

  private final ReloadOptions options;
  private final PrintStream out;
  private final Optional<PrintStream> terminal;
  private final MultiThreadIoEventLoopGroup clients =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("clients", true), NioIoHandler.newFactory());
  private final Simulator first = simulator();
  private final Simulator second = simulator();
  private final Configurations configurations =
      new Configurations(List.of(URI.create(first.url()), URI.create(second.url())));
  private final AtomicLong number = new AtomicLong();
  private final GatewayProcess serving;
  private boolean holds = true;

  private ReloadLab(ReloadOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws CannotListen {
    this.options = options;
    this.out = out;
    this.terminal = terminal;
    this.serving =
        GatewayProcess.start(
            configurations.at(0),
            ProcessOptions.defaults().source(_ -> configurations.at(number.get())));
  }

  /// Runs the experiment, and prints each bound with the value.
  ///
  /// @return 0, or 1 if a bound does not hold
  /// @param terminal where to say how long it still takes; empty for nowhere
  public static int run(ReloadOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws CannotListen, IOException, InterruptedException {
    try (var lab = new ReloadLab(options, out, terminal)) {
      lab.underLoad();
      lab.withoutLoad();
      return lab.holds ? 0 : 1;
    }
  }

  private static Simulator simulator() {
    return Simulator.start(Scenario.of(Model.named("m").speed(Speed.of(FIRST_TOKEN, TOKEN))), 0);
  }

  private void underLoad() throws InterruptedException {
    try (Load streams =
            Load.open(
                site(), payload(Configurations.STREAMED, true), options.rate(), STREAMS_MOST);
        Load queue = Load.closed(site(), payload(Configurations.QUEUED, false), WAITING)) {
      long refused = watched(options.reloads(), options.every());
      Tally streamed = finish(streams);
      Tally queued = finish(queue);
      out.println(
          "%d reloads in %d ms each, %d streams and %d queued calls answered"
              .formatted(
                  options.reloads(), options.every().toMillis(), streamed.calls(), queued.calls()));
      bound("reloads that were refused", refused, 0);
      bound("streams that failed " + streamed.errors(), streamed.failed(), 0);
      bound("queued calls that failed " + queued.errors(), queued.failed(), 0);
      long least = options.reloads() * options.every().toMillis() * options.rate() / 2_000;
      boundAtLeast("streams that were answered", streamed.calls(), least);
    }
  }

  private long watched(int times, Duration every) {
    Duration length = every.multipliedBy(times);
    try (var _ = TimeLeft.start(terminal, Clock.SYSTEM, "reloads under load", length)) {
      return reload(times, every);
    }
  }

  private static Tally finish(Load load) throws InterruptedException {
    try {
      return load.finish(PATIENCE);
    } catch (TimeoutException e) {
      throw new IllegalStateException("calls are still under way after " + PATIENCE, e);
    }
  }

  private Load.Site site() {
    return new Load.Site(clients.next(), Clock.SYSTEM, serving.address());
  }

  private static Payload payload(String model, boolean stream) {
    return Payload.chat("localhost", model, stream, BODY);
  }

  /// Reloads without load. The first reloads warm up: what they leave behind is the measure for the
  /// others.
  private void withoutLoad() throws IOException, InterruptedException {
    if (options.more() == 0) {
      return;
    }
    bound("reloads that were refused", reload(options.more() / 4, Duration.ZERO), 0);
    Footprint before = settled();
    bound("reloads that were refused", reload(options.more(), Duration.ZERO), 0);
    Footprint after = settled();
    out.println("before " + before + "; after " + options.more() + " more " + after);
    boundGrowth(before, after);
  }

  private void boundGrowth(Footprint before, Footprint after) {
    bound("bytes of heap more", after.heap() - before.heap(), HEAP_MORE);
    bound("threads more", after.threads() - before.threads(), 0);
    bound("connections more", after.connections() - before.connections(), 0);
    bound("timers more", after.timers() - before.timers(), options.more() / RELOADS_A_TIMER);
  }

  /// Measures the footprint once what loops and the pool have still to do is done.
  private Footprint settled() throws IOException, InterruptedException {
    Thread.sleep(Duration.ofSeconds(1));
    return Footprint.of(serving);
  }

  /// @return how many were refused
  private long reload(int times, Duration every) {
    long refused = 0;
    long due = Clock.SYSTEM.nanos();
    for (int i = 0; i < times; i++) {
      due += every.toNanos();
      awaitTime(due);
      number.incrementAndGet();
      ReloadResult result = serving.reload("lab", false);
      if (!result.ok() || !result.changed()) {
        result.problems().forEach(out::println);
        refused++;
      }
    }
    return refused;
  }

  private void awaitTime(long due) {
    for (long wait = due - Clock.SYSTEM.nanos(); wait > 0; wait = due - Clock.SYSTEM.nanos()) {
      LockSupport.parkNanos(this, wait);
    }
  }

  private void bound(String what, long value, long most) {
    tell(what, value, "at most " + most, value <= most);
  }

  private void boundAtLeast(String what, long value, long least) {
    tell(what, value, "at least " + least, value >= least);
  }

  private void tell(String what, long seen, String wanted, boolean kept) {
    holds &= kept;
    out.println((kept ? "ok      " : "BROKEN  ") + what + ": " + seen + ", " + wanted);
  }

  @Override
  public void close() {
    try {
      serving.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    first.close();
    second.close();
    clients.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
