package dev.sluice.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.internal.admission.queue.CallQueue;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.breaker.BreakerContext;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.internal.breaker.LatencyBaseline;
import dev.sluice.internal.breaker.PauseDetector;
import dev.sluice.internal.retry.RetryDecision.Repeat;
import dev.sluice.internal.timeout.LatencyRegistry;
import dev.sluice.internal.timeout.Prior;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/// A route in virtual time: the gateway's own retry, budgets, queue, breakers and learned times,
/// around targets that can be made ill. Calls come as a Poisson process; three of four are streams.
final class SimulatedRoute {
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final Duration FAILS_AFTER = Duration.ofMillis(5);
  private static final Duration STREAMS_FOR = Duration.ofMillis(200);
  private static final Failed BUSY = new Failed.Overloaded(503, Optional.empty(), "busy");
  private static final Set<Operation> CHAT = Set.of(Operation.CHAT);

  final VirtualLoop loop = new VirtualLoop();
  final List<SimulatedModel> models = new ArrayList<>();

  private final RetryPolicy policy = new RetryPolicy(RetryConfig.defaults());
  private final RetryBudgets budgets = new RetryBudgets();
  private final LatencyRegistry registry = new LatencyRegistry();
  private final CallQueue queue = new CallQueue(Map.of(), _ -> {});
  private final RouteQueue route = queue.route(QueueConfig.defaults(), false);
  private final SplittableRandom random;
  private final Breakers breakers;
  private double callsPerSecond;

  int calls;
  int attempts;

  /// Calls that failed after an attempt, and those that no target took.
  int failed;

  int refused;

  SimulatedRoute(long seed) {
    random = new SplittableRandom(seed);
    var around =
        new BreakerContext(this::usual, (_, _) -> false, PauseDetector.NEVER, () -> random);
    breakers = new Breakers(around, loop.nanos());
  }

  /// One more target, with a breaker or without.
  SimulatedModel add(boolean fallback, boolean guarded, Duration firstToken, double sigma) {
    String name = "p" + models.size() + "/m";
    registry.target(name, model -> Prior.of("openai", model));
    List<Gate> gates =
        guarded ? List.of(breakers.of(name, CHAT, BreakerConfig.defaults())) : List.of();
    var target = new Target(name, CHAT, 1, fallback ? 1 : 0, gates, (_, _) -> new Answered());
    var model = new SimulatedModel(target, firstToken, sigma);
    models.add(model);
    return model;
  }

  /// Calls come from now on.
  void begin(double perSecond) {
    callsPerSecond = perSecond;
    var _ = loop.schedule(gap(), this::arrive);
  }

  /// Lets time pass, and counts from its beginning on.
  void play(Duration length) {
    calls = 0;
    attempts = 0;
    failed = 0;
    refused = 0;
    models.forEach(model -> model.attempts = 0);
    loop.advance(length);
  }

  State state(SimulatedModel model) {
    return breakers.readouts().stream()
        .filter(readout -> readout.target().equals(model.target.name()))
        .map(BreakerStats::state)
        .findFirst()
        .orElseThrow();
  }

  private Optional<LatencyBaseline> usual(String target, Call call) {
    return call.facts().stream()
        ? registry
            .usualFirstToken(target, call, 0.5)
            .flatMap(
                half ->
                    registry
                        .usualFirstToken(target, call, 0.95)
                        .map(most -> new LatencyBaseline(half, most)))
        : Optional.empty();
  }

  private void arrive() {
    var _ = loop.schedule(gap(), this::arrive);
    Call call = calls++ % 4 == 3 ? Calls.whole(loop, "m") : Calls.streamed(loop, "m");
    send(call, new RetryState(call, budgets::of, RetryConfig.defaults().budget()));
  }

  private void send(Call call, RetryState tries) {
    Grant grant = queue.grantAtOnce(route, call, order(call), loop.nanos());
    if (grant == null) {
      refused++;
      tries.close(loop);
    } else {
      attempt(new Attempt(call, tries, model(grant.target()), grant));
    }
  }

  private record Attempt(Call call, RetryState tries, SimulatedModel model, Grant grant) {}

  private void attempt(Attempt attempt) {
    attempts++;
    attempt.model.attempts++;
    if (attempt.model.fails(random)) {
      var _ = loop.schedule(FAILS_AFTER, () -> fails(attempt));
    } else {
      var _ = loop.schedule(attempt.model.firstToken(random), () -> starts(attempt));
    }
  }

  private void starts(Attempt attempt) {
    if (attempt.model.down) {
      fails(attempt);
      return;
    }
    long at = loop.nanos();
    queue.started(attempt.grant, at);
    var _ = loop.schedule(STREAMS_FOR, () -> answers(attempt, at));
  }

  private void answers(Attempt attempt, long started) {
    Call call = attempt.call;
    long now = loop.nanos();
    if (call.facts().stream() && call.failedTargets().targets().isEmpty()) {
      registry
          .keep(attempt.model.target.name(), call, now)
          .firstTokenTook(call, started - attempt.grant.begun(), now);
    }
    settle(attempt, new Answered(), OptionalLong.of(started));
    attempt.tries.close(loop);
  }

  private void fails(Attempt attempt) {
    settle(attempt, BUSY, OptionalLong.empty());
    long now = loop.nanos();
    String target = attempt.model.target.name();
    RetryState tries = attempt.tries;
    Optional<String> to = another(attempt.call, target);
    var failedAttempt =
        new FailedAttempt(
            BUSY,
            true,
            tries.attempts(),
            0,
            false,
            DEADLINE,
            to,
            tries.affords(target, to, now),
            false);
    if (policy.decide(failedAttempt, random) instanceof Repeat again
        && tries.pay(target, to, now)) {
      assertThat(tries.goesOn(again)).isTrue();
      var _ = loop.schedule(again.after(), () -> send(tries.sent(), tries));
    } else {
      failed++;
      tries.close(loop);
    }
  }

  private void settle(Attempt attempt, Outcome outcome, OptionalLong started) {
    Grant grant = attempt.grant;
    long now = loop.nanos();
    queue.settle(grant, new AttemptResult(outcome, Usage.NONE, grant.begun(), started, now));
    attempt.tries.attempted(attempt.model.target.name(), now);
  }

  private Optional<String> another(Call call, String failed) {
    Call next = call.withFailedTargets(call.failedTargets().and(failed));
    List<Target> others =
        order(next).stream()
            .filter(target -> !next.failedTargets().contains(target.name()))
            .toList();
    Target open = others.isEmpty() ? null : queue.open(others, next, loop.nanos());
    return Optional.ofNullable(open).map(Target::name);
  }

  /// As admission has it: fallbacks behind the others, what has failed the call behind those.
  private List<Target> order(Call call) {
    List<Target> order = new ArrayList<>();
    for (SimulatedModel model : models) {
      order.add(random.nextInt(order.size() + 1), model.target);
    }
    order.sort(
        Comparator.<Target>comparingInt(t -> call.failedTargets().contains(t.name()) ? 1 : 0)
            .thenComparingInt(Target::rank));
    return order;
  }

  private SimulatedModel model(Target target) {
    return models.stream().filter(model -> model.target.equals(target)).findFirst().orElseThrow();
  }

  private Duration gap() {
    return Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) / callsPerSecond * 1e9));
  }
}
