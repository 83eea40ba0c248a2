package dev.sluice.lab.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.policy.RoutePolicy.Affinity;
import dev.sluice.config.policy.RoutePolicy.Balance;
import dev.sluice.config.policy.RoutePolicy.Choice;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.TargetPreference;
import dev.sluice.internal.choice.Conversation;
import dev.sluice.internal.choice.RouteChoice;
import dev.sluice.internal.choice.TargetOrder;
import dev.sluice.internal.provider.ConversationKey;
import dev.sluice.internal.provider.openai.request.InvalidRequest;
import dev.sluice.internal.provider.openai.request.RequestScanner;
import dev.sluice.internal.runtime.DiscardingSink;
import dev.sluice.internal.runtime.PlatformThreads;
import dev.sluice.internal.runtime.WorkerPool;
import dev.sluice.lab.load.NoLoop;
import dev.sluice.sim.prompt.Prompt;
import dev.sluice.sim.prompt.PromptCache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An hour of coding agents over eight targets with prompt caches, in virtual time, through the
/// gateway's own choice and admission.
class AffinityTest implements Clock {
  private static final int TARGETS = 8;
  private static final double DISCOUNT = 0.9;

  private final Map<String, PromptCache> caches = new HashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<Integer, String> last = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(9);
  private final TestGate gate = new TestGate();
  private long now;
  private AgentMix.Ask asked = new AgentMix.Ask(0, 0, 0, "", 0);
  private double cost;
  private int later;
  private int hits;
  private int moves;

  @ParameterizedTest
  @ValueSource(longs = {1, 4})
  void later_calls_meet_the_cache_at_half_the_cost_and_no_target_has_more_than_its_share(long seed)
      throws Exception {
    List<AgentMix.Ask> mix = AgentMix.calls(300, seed);
    run(mix, Affinity.OFF);
    double spread = cost;
    reset();
    run(mix, Affinity.PREFIX);
    assertThat(hitRate()).isGreaterThanOrEqualTo(0.9);
    assertThat(largestShare()).isLessThanOrEqualTo(1.25);
    assertThat(cost).isLessThanOrEqualTo(spread / 2);
  }

  @Test
  void a_target_that_is_set_aside_moves_only_its_own_conversations_and_they_stay_away()
      throws Exception {
    List<AgentMix.Ask> mix = AgentMix.calls(300, 1);
    run(mix, Affinity.PREFIX);
    int usual = moves;
    reset();
    gate.from = Duration.ofMinutes(20).toNanos();
    gate.to = Duration.ofMinutes(25).toNanos();
    run(mix, Affinity.PREFIX);
    assertThat(moves).isBetween(usual - 20, usual + 20);
    assertThat(hitRate()).isGreaterThanOrEqualTo(0.9);
    assertThat(gate.refused).isPositive();
  }

  private void reset() {
    caches.clear();
    calls.clear();
    last.clear();
    cost = 0;
    later = 0;
    hits = 0;
    moves = 0;
  }

  private double hitRate() {
    return (double) hits / later;
  }

  private double largestShare() {
    int all = calls.values().stream().mapToInt(Integer::intValue).sum();
    int most = calls.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    return (double) most * TARGETS / all;
  }

  private void run(List<AgentMix.Ask> mix, Affinity affinity) throws Exception {
    try (var pool = new PlatformThreads(1)) {
      run(mix, affinity, pool);
    }
  }

  private void run(List<AgentMix.Ask> mix, Affinity affinity, WorkerPool pool) throws Exception {
    var key = new ConversationKey(affinity, pool);
    var route = new Conversation(key::of).over(admission(affinity));
    for (AgentMix.Ask ask : mix) {
      asked = ask;
      now = ask.at();
      assertThat(route.send(call(ask), new DiscardingSink())).isEqualTo(new Answered());
    }
  }

  private Admission admission(Affinity affinity) {
    var controller = new AdmissionController(Map.of(), this);
    List<Target> targets = IntStream.range(0, TARGETS).mapToObj(this::target).toList();
    TargetOrder order =
        new RouteChoice(
                new Choice(Balance.WEIGHTED, affinity, false), (_, _) -> Optional.empty(), this)
            .over(targets);
    return new Admission(
        targets,
        new Chosen(order),
        controller,
        controller.route(QueueConfig.defaults(), false),
        new Observer() {},
        this,
        () -> random);
  }

  private Target target(int number) {
    String name = "p" + number + "/m";
    List<Gate> gates = number == 0 ? List.of(gate) : List.of();
    return new Target(name, Set.of(Operation.CHAT), 1, 0, gates, (call, _) -> answer(name, call));
  }

  /// Reads the prompt as the simulator does, at its price.
  private Outcome answer(String target, Call call) {
    var body = new byte[call.body().size()];
    call.body().bytes().readBytes(body);
    byte[] prompt = Prompt.of(body);
    long known = caches.computeIfAbsent(target, _ -> new PromptCache()).cached(prompt, now);
    cost += prompt.length / 4.0 - DISCOUNT * known;
    calls.merge(target, 1, Integer::sum);
    String before = last.put(asked.session(), target);
    if (asked.turn() > 0) {
      later++;
      hits += known >= 0.9 * asked.before() / 4 ? 1 : 0;
      moves += target.equals(before) ? 0 : 1;
    }
    return new Answered();
  }

  private Call call(AgentMix.Ask ask) throws InvalidRequest {
    byte[] json = ask.body().getBytes(UTF_8);
    ByteBuf bytes = Unpooled.wrappedBuffer(json);
    return new Call(
        "call-" + ask.session() + "-" + ask.turn(),
        Operation.CHAT,
        RequestScanner.scan(Operation.CHAT, json, 0, json.length),
        new Body(bytes, () -> {}),
        Map.of(),
        now,
        Deadline.in(Duration.ofMinutes(10), now),
        new NoLoop());
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant wall() {
    return Instant.EPOCH;
  }

  /// The order of a route, as the gateway hands it to admission.
  private record Chosen(TargetOrder by) implements TargetPreference {
    @Override
    public void order(List<Target> tier, List<Target> into, Call call, RandomGenerator random) {
      by.order(tier, into, call, random);
    }

    @Override
    public void granted(Call call, Target target) {
      by.granted(call, target);
    }

    @Override
    public void ended(Target target) {
      by.ended(target);
    }
  }

  /// Is closed for a while.
  private static final class TestGate implements Gate {
    private long from;
    private long to;
    private int refused;

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      Failed why = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.empty());
      boolean shut = now >= from && now < to;
      refused += shut ? 1 : 0;
      return shut ? Optional.of(new Closed(why, to)) : Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      return _ -> {};
    }
  }
}
