package dev.sluice.lab.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.PlatformThreads;
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
import dev.sluice.lab.load.NoLoop;
import dev.sluice.provider.request.ConversationKey;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import dev.sluice.sim.prompt.Prompt;
import dev.sluice.sim.prompt.PromptCache;
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

/// An hour of agents over targets with prompt caches. For one thread; once.
final class Hour implements Clock {
  private static final double DISCOUNT = 0.9;
  private static final double BYTES_PER_TOKEN = 4;
  private static final long SEED = 9;

  /// How targets are chosen, and what their caches have in common.
  enum Way {
    /// The target is drawn at random.
    RANDOM(Affinity.OFF, false),
    /// The target is chosen by the beginning of the conversation.
    PREFIX(Affinity.PREFIX, false),
    /// The target is drawn at random, and all share one cache: no choice can do better.
    SHARED(Affinity.OFF, true);

    private final Affinity affinity;
    private final boolean shared;

    Way(Affinity affinity, boolean shared) {
      this.affinity = affinity;
      this.shared = shared;
    }
  }

  /// The result of an hour.
  ///
  /// @param cost of the input, in tokens at full price
  /// @param hits the share of a conversation's later calls whose earlier part was in the cache
  /// @param largest the largest part of the calls that a target had, as a multiple of a fair one
  /// @param moves how many later calls went to another target than the one before
  record Result(double cost, double hits, double largest, int moves) {}

  private final Way way;
  private final int targets;
  private final Gate gate;
  private final Map<String, PromptCache> caches = new HashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<Integer, String> last = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private AgentMix.Ask asked = new AgentMix.Ask(0, 0, 0, "", 0);
  private double cost;
  private int later;
  private int hits;
  private int moves;

  /// @param gate of the first target
  Hour(Way way, int targets, Gate gate) {
    this.way = way;
    this.targets = targets;
    this.gate = gate;
  }

  /// Plays the hour, and returns what it has cost.
  Result play(List<AgentMix.Ask> mix) throws InterruptedException {
    try (var pool = new PlatformThreads(1)) {
      var key = new ConversationKey(way.affinity, pool);
      Service route = new Conversation(key::of).over(admission());
      for (AgentMix.Ask ask : mix) {
        asked = ask;
        Outcome outcome = route.send(call(ask), new DiscardingSink());
        if (!(outcome instanceof Answered)) {
          throw new IllegalStateException("a call of the mix came to " + outcome);
        }
      }
    }
    int all = calls.values().stream().mapToInt(Integer::intValue).sum();
    int most = calls.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return new Result(cost, (double) hits / later, (double) most * targets / all, moves);
  }

  private Admission admission() {
    var controller = new AdmissionController(Map.of(), this);
    List<Target> all = IntStream.range(0, targets).mapToObj(this::target).toList();
    return new Admission(
        all,
        new Chosen(order(all)),
        controller,
        controller.route(QueueConfig.defaults(), false),
        new Observer() {},
        this,
        () -> random);
  }

  private TargetOrder order(List<Target> all) {
    var choice = new Choice(Balance.WEIGHTED, way.affinity, false);
    return new RouteChoice(choice, (_, _) -> Optional.empty(), this).over(all);
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
    String place = way.shared ? "" : target;
    long cached = caches.computeIfAbsent(place, _ -> new PromptCache()).cached(prompt, nanos());
    cost += prompt.length / BYTES_PER_TOKEN - DISCOUNT * cached;
    calls.merge(target, 1, Integer::sum);
    String before = last.put(asked.session(), target);
    if (asked.turn() > 0) {
      later++;
      hits += cached >= DISCOUNT * asked.before() / BYTES_PER_TOKEN ? 1 : 0;
      moves += target.equals(before) ? 0 : 1;
    }
    return new Answered();
  }

  private Call call(AgentMix.Ask ask) {
    byte[] json = ask.body().getBytes(UTF_8);
    try {
      return new Call(
          "call-" + ask.session() + "-" + ask.turn(),
          Operation.CHAT,
          RequestScanner.scan(Operation.CHAT, json, 0, json.length),
          new Body(Unpooled.wrappedBuffer(json), () -> {}),
          Map.of(),
          nanos(),
          Deadline.in(Duration.ofMinutes(10), nanos()),
          new NoLoop());
    } catch (InvalidRequest e) {
      throw new IllegalStateException("the mix has a call that is none", e);
    }
  }

  @Override
  public long nanos() {
    return asked.at();
  }

  @Override
  public Instant wall() {
    return Instant.EPOCH;
  }

  /// The order of a route, as the gateway hands it to admission.
  private record Chosen(TargetOrder order) implements TargetPreference {
    @Override
    public void order(List<Target> tier, List<Target> into, Call call, RandomGenerator random) {
      order.order(tier, into, call, random);
    }

    @Override
    public void granted(Call call, Target target) {
      order.granted(call, target);
    }

    @Override
    public void ended(Target target) {
      order.ended(target);
    }
  }
}
