package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.cli.demo.CallSchedule;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import dev.sluice.testing.LongForm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many clients at once, while providers fail.
class StormTest {
  private static final int CLIENTS = LongForm.rounds(200, 1_000);

  /// So many good answers show that an outage is over.
  private static final int GOOD = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Simulator> simulators = new ArrayList<>();
  private final AtomicInteger served = new AtomicInteger();

  @AfterEach
  void end() {
    simulators.forEach(Simulator::close);
  }

  /// C30: clients that repeat three times, whatever they are told.
  @ParameterizedTest
  @ValueSource(strings = {"off", "{failures: 5}"})
  void a_storm_of_retries_is_not_multiplied(String breaker) throws Exception {
    Simulator down = simulate(Model.named("m").faults(always(Fault.STATUS, "500")));
    var requests = new AtomicInteger();
    try (Rig rig = Rig.caring("defaults: {breaker: " + breaker + "}\n" + route(down));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> ended = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        ended.add(threads.submit(() -> storm(rig, requests)));
      }
      for (Future<Void> client : ended) {
        client.get();
      }
    }
    assertThat(requests).hasValue(4 * CLIENTS);
    double attempts = calls(down);
    assertThat(attempts / requests.get()).isPositive().isLessThanOrEqualTo(1.1);
  }

  private static Void storm(Rig rig, AtomicInteger requests) throws IOException {
    try (RawCall raw = rig.connect()) {
      for (int retries = 0; retries <= 3; retries++) {
        requests.incrementAndGet();
        Reply reply = raw.repeatedChat("m", retries).reply();
        assertThat(reply.status()).as(reply.body()).isEqualTo(503);
      }
    }
    return null;
  }

  /// U42: a fifth of its calls fail and the others take five times as long.
  @Test
  void a_brown_out_is_hardly_seen_while_another_target_lives() throws Exception {
    Duration well = Duration.ofSeconds(6);
    Model sound =
        Model.named("m")
            .speed(
                new Speed(
                    new Distribution.LogNormal(Duration.ofMillis(100).toNanos(), 0.2),
                    Distribution.of(Duration.ofMillis(8))))
            .output(Distribution.of(5));
    TimeWindow ill = TimeWindow.from(well);
    Simulator one =
        simulate(
            sound.faults(
                new FaultRule(call(Fault.STATUS, "503"), ill, 0, 0, 0.2),
                new FaultRule(call(Fault.DELAY, "400ms"), ill, 0, 0, 1)));
    Simulator other = simulate(sound);
    try (Rig rig = Rig.caring(route(one, other))) {
      List<Told> told = load(rig, 60, endsAfter(well.plusSeconds(6)));
      List<Told> during = told.stream().filter(t -> t.due() >= well.toNanos()).toList();
      long failed = during.stream().filter(t -> t.reply().status() != 200).count();
      double attempts = calls(one) + calls(other);
      System.out.printf(
          "brown-out: %d of %d calls failed, %.3f attempts a call, %d of %d at the ill one%n",
          failed, during.size(), attempts / told.size(), calls(one), told.size());
      assertThat(failed).isLessThanOrEqualTo(during.size() / 100);
      assertThat(attempts).isLessThanOrEqualTo(1.1 * told.size());
      assertThat(calls(one)).isLessThan(calls(other));
    }
  }

  /// U43, with all times a fifth of what they are by default.
  @Test
  void an_outage_of_all_targets_is_told_at_once_and_its_end_is_found_without_a_stampede()
      throws Exception {
    Model model =
        Model.named("m")
            .speed(Speed.of(Duration.ofMillis(200), Duration.ZERO))
            .output(Distribution.of(5));
    Simulator one = simulate(model);
    Simulator other = simulate(model);
    try (Rig rig = Rig.caring("defaults: {breaker: {open: 1s..10s}}\n" + route(one, other))) {
      assertThat(rig.chat("asked", true).status()).isEqualTo(200);
      one.goDown();
      other.goDown();
      List<Told> down = load(rig, 100, endsAfter(Duration.ofSeconds(3)));
      List<Told> refused =
          down.stream().filter(t -> t.due() > Duration.ofSeconds(1).toNanos()).toList();
      assertThat(refused)
          .allSatisfy(t -> assertThat(t.reply().status()).as(t.reply().body()).isBetween(502, 503));
      assertThat(refused)
          .filteredOn(t -> t.reply().status() == 503)
          .hasSizeGreaterThan(refused.size() * 9 / 10)
          .allSatisfy(t -> assertThat(t.reply().header("retry-after")).isNotEmpty());
      var busy = new ConcurrentLinkedQueue<Integer>();
      one.recorded().watch((_, _) -> busy.add(one.recorded().inFlight()));
      one.comeBack();
      other.comeBack();
      int before = served.get();
      BooleanSupplier late = endsAfter(PATIENCE);
      List<Told> _ = load(rig, 100, () -> served.get() - before >= GOOD || late.getAsBoolean());
      assertThat(served.get() - before).as("good answers").isGreaterThanOrEqualTo(GOOD);
      // In the steady state there would be ten at a time at each.
      assertThat(busy.stream().limit(7)).hasSize(7).allMatch(calls -> calls <= 4);
    }
  }

  /// @param due when it was due, since the load began, in nanoseconds
  private record Told(long due, Reply reply) {}

  private static BooleanSupplier endsAfter(Duration length) {
    long end = Clock.SYSTEM.nanos() + length.toNanos();
    return () -> Clock.SYSTEM.nanos() - end >= 0;
  }

  /// Streams at planned times, in their order.
  private List<Told> load(Rig rig, int perSecond, BooleanSupplier ends) throws Exception {
    long start = Clock.SYSTEM.nanos();
    CallSchedule pace = new CallSchedule(start, perSecond);
    var told = new ConcurrentLinkedQueue<Future<Told>>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long n = 0; !ends.getAsBoolean(); n++) {
        long due = pace.due(n);
        TimeUnit.NANOSECONDS.sleep(due - Clock.SYSTEM.nanos());
        told.add(
            threads.submit(
                () -> {
                  Reply reply = rig.chat("asked", true);
                  if (reply.status() == 200) {
                    served.incrementAndGet();
                  }
                  return new Told(due - start, reply);
                }));
      }
    }
    List<Told> all = new ArrayList<>();
    for (Future<Told> call : told) {
      all.add(call.get());
    }
    return all;
  }

  private Simulator simulate(Model model) {
    Simulator simulator = Simulator.start(Scenario.of(model), 0);
    simulators.add(simulator);
    return simulator;
  }

  private static long calls(Simulator simulator) {
    return simulator.recorded().calls(kind -> kind.model().equals("m"));
  }

  private static FaultRule always(Fault fault, String argument) {
    return FaultRule.always(call(fault, argument));
  }

  private static FaultCall call(Fault fault, String argument) {
    return new FaultCall(fault, argument);
  }

  private static String route(Simulator... targets) {
    StringBuilder providers = new StringBuilder("providers:\n");
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < targets.length; i++) {
      providers.append(Rig.further("p" + i, targets[i].url()));
      names.append(i == 0 ? "" : ", ").append("{provider: p").append(i).append(", model: m}");
    }
    return providers
        + "routes: {all: {models: [m, asked], targets: [%s]}}\n".formatted(names.toString());
  }
}
