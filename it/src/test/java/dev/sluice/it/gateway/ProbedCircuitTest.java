package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.Payer;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.answer.DiscardingResponse;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.OpenTime;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.internal.batch.BatchDependencies;
import dev.sluice.internal.breaker.PauseDetector;
import dev.sluice.internal.engine.Engine;
import dev.sluice.internal.probe.Prober;
import dev.sluice.internal.wiring.Generation;
import dev.sluice.internal.wiring.Translations;
import dev.sluice.internal.wiring.Wiring;
import dev.sluice.memory.HeapBudget;
import dev.sluice.provider.auth.Authorizers;
import dev.sluice.provider.item.DialectItems;
import dev.sluice.provider.request.SmallestRequest;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.proxy.Behaviour;
import dev.sluice.sim.proxy.FaultProxy;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import dev.sluice.transport.http.NettyTransport;
import dev.sluice.transport.loop.Loops;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Circuits that no call tries, of a gateway that may ask by itself, over real sockets. The half
/// minute between two probes is over when the test says so.
class ProbedCircuitTest {
  private static final Clock CLOCK = Clock.SYSTEM;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Simulator simulator = Simulator.start(Scenario.of(Model.named("m")).record(4), 0);
  private final FaultProxy proxy = FaultProxy.start(simulator.port());
  private final Loops loops = Loops.start(1);
  private final HeapBudget memory = new HeapBudget(1 << 20);
  private final PlatformThreads pool = new PlatformThreads(1);
  private final NettyTransport transport = new NettyTransport(loops, TransportConfig.plain());
  private final Queue<Payer.Loss> losses = new ConcurrentLinkedQueue<>();
  private final Turns loop = new Turns(loops.next());
  private final Wiring.Means means = means();
  private final Generation generation = Wiring.first(means, config());
  private final Engine engine = new Engine(generation.pipeline());
  private final Prober prober =
      new Prober(new Prober.Means(loop, this::launch, new Losses(losses), CLOCK));

  /// A loop whose timers of half a minute fire when they are told to.
  private static final class Turns implements Loop {
    private final Loop loop;
    private final AtomicReference<Runnable> next = new AtomicReference<>(() -> {});

    Turns(Loop loop) {
      this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
      loop.execute(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      assertThat(delay).isEqualTo(Duration.ofSeconds(30));
      next.set(task);
      return () -> next.set(() -> {});
    }

    void turn() {
      loop.execute(next.getAndSet(() -> {}));
    }

    @Override
    public boolean inLoop() {
      return loop.inLoop();
    }

    @Override
    public Thread start(String name, Runnable task) {
      return loop.start(name, task);
    }
  }

  /// Keeps what nobody owes.
  private record Losses(Queue<Loss> told) implements Payer {
    @Override
    public Decision enter(Call call) {
      return Accepted.FREE;
    }

    @Override
    public Decision reserve(Call call, List<String> targets, int attempts) {
      return Accepted.FREE;
    }

    @Override
    public void lost(Call call, Loss loss) {
      told.add(loss);
    }
  }

  private Wiring.Means means() {
    var observer = new Observer() {};
    return new Wiring.Means(
        new BatchDependencies(new DialectItems(), this::launch, memory, pool, observer, CLOCK),
        transport,
        Translations.of(memory, pool, CLOCK),
        PauseDetector.NEVER,
        new Authorizers(transport, loops.next(), pool, CLOCK, (_, _, _) -> {}),
        loops.next(),
        Optional.empty());
  }

  private CallHandle launch(Service through, Call call, ClientResponse response) {
    // The loop that sockets live on, which a test's loop is not.
    var there =
        new Call(
                call.id(),
                call.operation(),
                call.facts(),
                call.body(),
                call.headers(),
                call.arrived(),
                call.deadline(),
                loops.next(),
                call.hints(),
                call.failedTargets(),
                Call.Trace.NONE,
                Payer.NOBODY,
                "",
                CallOrigin.NONE)
            .paidBy(call.payer());
    return engine.launch(through, there, response);
  }

  private GatewayConfig config() {
    var soon = new OpenTime(Duration.ofMillis(100), Duration.ofMillis(100));
    var breaker =
        new BreakerConfig(2, Duration.ofSeconds(30), 1, 5, soon).with(BreakerConfig.Probe.CALL);
    RoutePolicy policy = RoutePolicy.defaults().with(RetryConfig.off()).with(Optional.of(breaker));
    var provider =
        new ProviderConfig(
            "sim",
            ProviderType.COMPATIBLE,
            URI.create("http://127.0.0.1:" + proxy.port() + "/v1"),
            List.of(),
            true);
    var target = new TargetConfig("sim", Optional.of("m"), 1, 0);
    var passesOn = new TargetConfig("sim", Optional.empty(), 1, 0);
    List<RouteConfig> routes =
        List.of(
            new RouteConfig("r", List.of("*"), List.of(target), policy),
            new RouteConfig("same", List.of("same"), List.of(target), policy),
            new RouteConfig("other", List.of("other"), List.of(passesOn), policy));
    return new GatewayConfig(List.of(provider), routes, false);
  }

  @AfterEach
  void everything_is_given_back() throws InterruptedException {
    prober.close();
    engine.drain(Duration.ZERO);
    assertThat(engine.running()).isZero();
    assertThat(memory.used()).isZero();
    generation.catalogue().close();
    pool.close();
    loops.close();
    proxy.close();
    simulator.close();
  }

  @Test
  void a_chat_of_one_token_tries_the_circuit_of_a_target_that_is_well_again() {
    isTried(Operation.CHAT);
    assertThat(simulator.recorded().requests().getLast().text())
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":1}");
    assertThat(losses).hasSize(1);
    Payer.Loss loss = losses.element();
    assertThat(loss.target()).isEqualTo("sim/m");
    assertThat(loss.cause()).isEqualTo(Payer.Loss.Cause.PROBE);
    assertThat(loss.usage().output()).isEqualTo(1);
    assertThat(loss.usage().estimated()).isFalse();
    closes(Operation.CHAT);
  }

  @Test
  void a_target_is_asked_once_whatever_routes_treat_it_alike() {
    assertThat(generation.probes()).hasSize(1);
  }

  @Test
  void the_embedding_of_one_word_tries_that_of_embeddings() {
    isTried(Operation.EMBEDDINGS);
    assertThat(simulator.recorded().requests().getLast().text())
        .isEqualTo("{\"model\":\"m\",\"input\":\"Hi\"}");
    closes(Operation.EMBEDDINGS);
  }

  @Test
  void a_target_that_is_still_down_stays_closed_off() {
    open(Operation.CHAT);
    prober.use(generation.probes());
    for (int failed = 1; failed <= 3; failed++) {
      int times = failed;
      turnUntil(() -> stats(Operation.CHAT).changes(Transition.PROBE_FAILED) >= times);
      assertThat(stats(Operation.CHAT).state()).isEqualTo(State.OPEN);
    }
    assertThat(simulator.recorded().requests()).isEmpty();
  }

  @Test
  void a_probe_that_gets_no_answer_ends_with_its_generation() {
    open(Operation.CHAT);
    proxy.behave(Behaviour.SILENT);
    prober.use(generation.probes());
    turnUntil(() -> stats(Operation.CHAT).state() == State.HALF_OPEN);
    assertThat(engine.running()).isEqualTo(1);
    Generation next = Wiring.next(means, config(), generation);
    next.takeOver(generation, CLOCK.nanos());
    prober.use(next.probes());
    await().atMost(PATIENCE).until(() -> engine.running() == 0);
  }

  /// A probe that passes lets clients' calls try the circuit.
  private void isTried(Operation operation) {
    open(operation);
    proxy.behave(Behaviour.PASS);
    prober.use(generation.probes());
    turnUntil(() -> !simulator.recorded().requests().isEmpty() && engine.running() == 0);
    assertThat(stats(operation).state()).isEqualTo(State.HALF_OPEN);
    assertThat(stats(operation).changes(Transition.LISTED)).isZero();
  }

  /// The two calls that pass behind the probe close the circuit.
  private void closes(Operation operation) {
    twice(operation);
    assertThat(stats(operation).state()).isEqualTo(State.CLOSED);
    assertThat(stats(operation).changes(Transition.RECOVERED)).isEqualTo(1);
  }

  private void turnUntil(Callable<Boolean> so) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              loop.turn();
              return so.call();
            });
  }

  private BreakerStats stats(Operation operation) {
    return generation.breakerStats().stream()
        .filter(stats -> stats.operation() == operation)
        .findFirst()
        .orElseThrow();
  }

  /// Two calls of a client that find nobody.
  private void open(Operation operation) {
    proxy.behave(Behaviour.CLOSE);
    twice(operation);
    assertThat(stats(operation).state()).isEqualTo(State.OPEN);
  }

  private void twice(Operation operation) {
    for (int i = 0; i < 2; i++) {
      engine.launch(generation.pipeline(), call(operation), DiscardingResponse.NOBODY);
      await().atMost(PATIENCE).until(() -> engine.running() == 0);
    }
  }

  private Call call(Operation operation) {
    byte[] body = SmallestRequest.body(operation, "m", true);
    long now = CLOCK.nanos();
    return new Call(
        "call",
        operation,
        Translations.facts(operation, "m", false, body).orElseThrow(),
        new Body(Unpooled.wrappedBuffer(body), () -> {}),
        Map.of(),
        now,
        Deadline.in(Duration.ofMinutes(1), now),
        loops.next());
  }
}
