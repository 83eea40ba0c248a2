package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.GatewayEdge;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.load.Tally;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The admin listener's JSON of a real gateway, beside what the load generator has measured itself.
class TrafficReportTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double FIVE_PERCENT = 0.05;
  private static final double NANOS = 1e9;

  /// Longer than a loop may stand still.
  private static final Duration HELD_UP = Duration.ofMillis(300);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<AutoCloseable> open = new ArrayList<>();

  /// What the load generator has measured.
  private record Measured(long calls, Histogram latency, Histogram firstEvent) {}

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void its_figures_are_within_5_percent_of_the_load_generators_own() throws Exception {
    // Five percent are more than a busy machine holds a thread up.
    Speed speed = Speed.of(Duration.ofSeconds(3), Duration.ofMillis(50));
    int port = simulator(Model.named("cold"), Model.named("m").speed(speed)).port();
    String routes =
        """
        routes:
          cold: {models: [cold], targets: [{provider: sim, model: cold}]}
          all: {models: [m], targets: [{provider: sim, model: m}]}
        """;
    try (Rig rig = Rig.start(Rig.provider("sim", port) + routes)) {
      // What is not compiled yet takes tens of milliseconds, and not the same at both.
      load(rig, "cold", true, 2);
      Measured measured = load(rig, "m", true, 24);
      JsonNode report = get(rig, "/admin/v1/report?window=1m");
      JsonNode target = find(report.path("targets"), "target", "sim/m");
      long calls = measured.calls();
      assertThat(calls).isGreaterThan(20);
      assertThat(target.path("calls").asLong()).isEqualTo(calls);
      assertThat(target.path("attempts").asLong()).isEqualTo(calls);
      near(target, "latency_mean", (long) measured.firstEvent().getMean());
      near(target, "first_token_p50", measured.firstEvent().getValueAtPercentile(50));
      near(target, "total_p50", measured.latency().getValueAtPercentile(50));
      near(target, "total_p99", measured.latency().getValueAtPercentile(99));
      JsonNode series = get(rig, "/admin/v1/series?window=1m");
      assertThat(series.path("calls").size()).isEqualTo(series.path("t").size());
    }
  }

  private static void near(JsonNode target, String name, long nanos) {
    double seconds = nanos / NANOS;
    assertThat(target.path(name).asDouble())
        .as(name)
        .isCloseTo(seconds, within(FIVE_PERCENT * seconds));
  }

  @Test
  void its_findings_name_the_target_that_refuses_the_slow_one_and_the_dead_one() throws Exception {
    FaultRule refused =
        new FaultRule(new FaultCall(Fault.THROTTLE, "none"), TimeWindow.ALWAYS, 0, 20, 1);
    int port =
        simulator(
                Model.named("refusing").faults(refused),
                Model.named("slow").speed(Speed.of(Duration.ofMillis(400), Duration.ZERO)))
            .port();
    Socket silent = silent();
    String gone = "http://127.0.0.1:" + silent.getLocalPort() + "/v1";
    String providers = Rig.provider("sim", port) + Rig.further("gone", gone);
    String routes =
        """
        report: {latency: 200ms}
        routes:
          refusing: {models: [refusing], targets: [{provider: sim, model: refusing}]}
          slow: {models: [slow], targets: [{provider: sim, model: slow}]}
          gone: {models: [gone], targets: [{provider: gone, model: gone}]}
        """;
    try (Rig rig = Rig.start(providers + routes)) {
      for (int i = 0; i < 200; i++) {
        rig.chat("refusing", false);
      }
      load(rig, "slow", false, 8);
      for (int i = 0; i < 10; i++) {
        assertThat(rig.chat("gone", false).status()).isEqualTo(502);
      }
      rig.settleCalls();
      JsonNode report = get(rig, "/admin/v1/report?window=1m");
      assertThat(causes(report))
          .as(report.path("targets").toString())
          .containsExactlyInAnyOrder("sim/refusing rate_limit", "sim/slow slow", "gone/gone dead");
      assertThat(finding(report, "gone/gone").path("remedy").asText())
          .isEqualTo("nobody listens there: start it, or correct providers.gone.url");
      assertThat(finding(report, "sim/refusing").path("remedy").asText())
          .contains("providers.sim.limits.refusing");
      assertThat(finding(report, "sim/slow").path("remedy").asText())
          .contains("routes.slow.targets");
      JsonNode hits = row(report, "rate_limit_hits");
      assertThat(hits.path("status").asText()).isEqualTo("missed");
      assertThat(hits.path("advice").asText()).startsWith("sim/refusing: ");
    }
  }

  @Test
  void the_last_calls_have_their_attempts_with_times_and_no_prompt() throws Exception {
    int port = simulator(Model.named("m")).port();
    try (Rig rig = Rig.to(port)) {
      rig.chat("m", true);
      rig.settleCalls();
      String text = body(rig, "/admin/v1/calls?model=m").body();
      assertThat(text).doesNotContain("Hi");
      JsonNode call = MAPPER.readTree(text).path("calls").get(0);
      assertThat(call.path("route").asText()).isEqualTo("all");
      assertThat(call.path("outcome").asText()).isEqualTo("answered");
      JsonNode attempt = call.path("attempts").get(0);
      assertThat(attempt.path("target").asText()).isEqualTo("sim/*");
      assertThat(attempt.path("begun").asDouble()).isLessThan(attempt.path("connected").asDouble());
      assertThat(attempt.path("connected").asDouble())
          .isLessThan(attempt.path("first_token").asDouble());
      assertThat(attempt.path("first_token").asDouble())
          .isLessThanOrEqualTo(attempt.path("ended").asDouble());
      assertThat(get(rig, "/admin/v1/calls?model=other").path("calls")).isEmpty();
    }
  }

  @Test
  void calls_whose_loop_is_held_up_on_purpose_are_shown_as_blocked() throws Exception {
    var answers = new Semaphore(0);
    try (var upstream = RawUpstream.holding(answers);
        Rig rig = Rig.to(upstream.port())) {
      List<RawCall> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(rig.connect().postChat("m", false));
      }
      await().until(() -> GatewayEdge.of(rig.serving().gateway()).engine().running() == 20);
      holdUp(GatewayEdge.of(rig.serving().gateway()).loops().all());
      answers.release(20);
      for (RawCall call : calls) {
        assertThat(call.reply().status()).isEqualTo(200);
        call.close();
      }
      rig.settleCalls();
      JsonNode row = row(get(rig, "/admin/v1/report"), "non_blocking");
      assertThat(row.path("current").asDouble()).isZero();
      assertThat(row.path("status").asText()).isEqualTo("missed");
      assertThat(row.path("advice").asText()).startsWith("20 calls ran while their event loop");
    }
  }

  /// Returns once all loops have stood still.
  private static void holdUp(List<Loop> loops) throws InterruptedException {
    var over = new CountDownLatch(loops.size());
    for (Loop loop : loops) {
      loop.execute(
          () -> {
            LockSupport.parkNanos(HELD_UP.toNanos());
            over.countDown();
          });
    }
    over.await();
  }

  @Test
  void targets_and_queues_are_shown() throws Exception {
    int port = simulator(Model.named("m")).port();
    try (Rig rig =
        Rig.caring(Rig.provider("sim", port) + "routes:\n" + Rig.route("all", "*", "sim", ""))) {
      rig.chat("m", true);
      rig.settleCalls();
      JsonNode target = get(rig, "/admin/v1/targets").path("targets").get(0);
      assertThat(target.path("target").asText()).isEqualTo("sim/*");
      assertThat(target.path("circuits").path("chat").asText()).isEqualTo("closed");
      assertThat(target.path("calls").asLong()).isEqualTo(1);
      JsonNode queue = get(rig, "/admin/v1/queue");
      assertThat(queue.path("queues").get(0).path("route").asText()).isEqualTo("all");
      assertThat(queue.path("waits").size()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "window=",
        "window=5",
        "window=1s",
        "window=25h",
        "window=-5m",
        "window=abc",
        "window=999999999999h",
        "window=5m&window=6m",
        "windw=5m",
        "window=%zz",
        "limit=1"
      })
  void a_question_that_makes_no_sense_is_refused_with_a_line(String query) throws Exception {
    int port = simulator(Model.named("m")).port();
    try (Rig rig = Rig.to(port)) {
      Reply reply = body(rig, "/admin/v1/report?" + query);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body().lines()).hasSize(1);
      assertThat(reply.body()).matches("(?s)(window|the p|there is no parameter).*");
    }
  }

  private Simulator simulator(Model... models) {
    Simulator simulator = Simulator.start(Scenario.of(models), 0);
    open.add(simulator);
    return simulator;
  }

  /// Has a port at which nobody listens, and nobody else can.
  private Socket silent() throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    open.add(socket);
    return socket;
  }

  /// Calls from so many connections, one after the other, for two seconds.
  private Measured load(Rig rig, String model, boolean stream, int connections) throws Exception {
    var site = new Load.Site(loops.next(), Clock.SYSTEM, rig.serving().address());
    try (Load load = Load.closed(site, Payload.chat("localhost", model, stream, 20), connections)) {
      Tally tally = load.window(Duration.ofSeconds(2));
      Tally rest = load.finish(PATIENCE);
      rig.settleCalls();
      tally.latency().add(rest.latency());
      tally.firstEvent().add(rest.firstEvent());
      return new Measured(tally.calls() + rest.calls(), tally.latency(), tally.firstEvent());
    }
  }

  private static JsonNode get(Rig rig, String path) throws IOException {
    Reply reply = body(rig, path);
    assertThat(reply.status()).isEqualTo(200);
    return MAPPER.readTree(reply.body());
  }

  private static Reply body(Rig rig, String path) throws IOException {
    try (RawCall admin = new RawCall(rig.serving().adminAddress())) {
      return admin.get(path).reply();
    }
  }

  private static JsonNode row(JsonNode report, String metric) {
    return find(report.path("rows"), "metric", metric);
  }

  private static JsonNode finding(JsonNode report, String target) {
    return find(report.path("findings"), "target", target);
  }

  private static JsonNode find(JsonNode all, String name, String value) {
    return StreamSupport.stream(all.spliterator(), false)
        .filter(each -> each.path(name).asText().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> causes(JsonNode report) {
    return StreamSupport.stream(report.path("findings").spliterator(), false)
        .map(each -> each.path("target").asText() + " " + each.path("cause").asText())
        .toList();
  }
}
