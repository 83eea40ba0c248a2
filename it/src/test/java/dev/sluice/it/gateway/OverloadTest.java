package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.it.gateway.Patient.Last;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import dev.sluice.testing.LongForm;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Clients that repeat by themselves, before a provider that says 503 and nothing more.
class OverloadTest {
  private static final FaultCall BUSY = new FaultCall(Fault.STATUS, "503");
  private static final Duration OVERLOAD = Duration.ofSeconds(8);

  /// A client that came back so much later than the overload's end has not come by chance: a busy
  /// machine lets one of two that have the same times come later than the other.
  private static final Duration CLEARLY = Duration.ofMillis(300);

  private static final int CALLS = LongForm.rounds(400, 600);

  /// Ten repeats in ten seconds are always allowed: a machine that takes longer for the calls than
  /// that sees as many more.
  private static final int ALWAYS = 10;

  private static final Duration WINDOW = Duration.ofSeconds(10);

  /// A call, straight and through the gateway.
  private record Pair(String name, Future<Last> straight, Future<Last> through) {}

  /// A client that rides an overload out against the provider does so through the gateway.
  @Test
  void what_succeeds_straight_succeeds_through_the_gateway() throws Exception {
    Model model =
        Model.named("m").faults(FaultRule.during(BUSY, new TimeWindow(Duration.ZERO, OVERLOAD)));
    try (Simulator simulator = Simulator.start(Scenario.of(model), 0)) {
      long over = Clock.SYSTEM.nanos() + OVERLOAD.plus(CLEARLY).toNanos();
      int straight = 0;
      for (Pair pair : pairs(simulator)) {
        Last last = pair.straight().get();
        if (last.isGood() && last.asked() - over >= 0) {
          straight++;
          assertThat(pair.through().get().isGood()).as(pair.name()).isTrue();
        }
      }
      assertThat(straight).isGreaterThan(5);
    }
  }

  /// Clients that come one after the other, each straight and through a gateway.
  private static List<Pair> pairs(Simulator simulator) {
    List<Pair> pairs = new ArrayList<>();
    try (Rig rig = Rig.caring(config(simulator, ""));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var provider = new InetSocketAddress(InetAddress.getLoopbackAddress(), simulator.port());
      for (int ms = 0; ms < OVERLOAD.toMillis(); ms += 250) {
        Patient client = ms % 1_000 == 0 ? Patient.AGENT : Patient.SDK;
        Duration start = Duration.ofMillis(ms);
        pairs.add(
            new Pair(
                (client.counts() ? "SDK at " : "agent at ") + ms,
                clients.submit(() -> last(client, provider, start)),
                clients.submit(() -> last(client, rig.serving().address(), start))));
      }
    }
    return pairs;
  }

  /// Both without a breaker and with one that soon tries again.
  @Test
  void a_total_outage_costs_a_tenth_more_attempts_at_most() throws Exception {
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Double>> attempts =
          List.of(
              both.submit(() -> attemptsPerCall("off")),
              both.submit(() -> attemptsPerCall("{open: 1s}")));
      for (Future<Double> perCall : attempts) {
        assertThat(perCall.get()).isPositive().isLessThanOrEqualTo(1.1);
      }
    }
  }

  private static double attemptsPerCall(String breaker) throws Exception {
    Scenario down = Scenario.of(Model.named("m").faults(FaultRule.always(BUSY)));
    try (Simulator simulator = Simulator.start(down, 0);
        Rig rig = Rig.caring(config(simulator, "defaults: {breaker: %s}\n".formatted(breaker)));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      long begun = Clock.SYSTEM.nanos();
      List<Future<Last>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        Duration start = Duration.ofMillis(3L * i);
        calls.add(clients.submit(() -> last(Patient.SDK, rig.serving().address(), start)));
      }
      for (Future<Last> call : calls) {
        assertThat(call.get().isGood()).isFalse();
      }
      long windows = (Clock.SYSTEM.nanos() - begun) / WINDOW.toNanos();
      long attempts = simulator.recorded().calls(kind -> kind.model().equals("m"));
      return (attempts - ALWAYS * windows) / (double) CALLS;
    }
  }

  private static Last last(Patient client, InetSocketAddress server, Duration start)
      throws Exception {
    Due.after(start);
    return client.call(server, new SplittableRandom(start.toMillis()));
  }

  private static String config(Simulator simulator, String defaults) {
    return defaults
        + "providers:\n"
        + Rig.further("sim", simulator.url())
        + "routes: {all: {models: [m], targets: [{provider: sim}]}}\n";
  }
}
