package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Chain;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.commit.DelayedCommit;
import dev.sluice.internal.commit.KeepAlive;
import dev.sluice.internal.observe.ObserveAttempt;
import dev.sluice.internal.observe.ObserveCall;
import dev.sluice.internal.observe.ObserveSent;
import dev.sluice.internal.pay.EntryFilter;
import dev.sluice.internal.pay.LossFilter;
import dev.sluice.internal.pay.PayFilter;
import dev.sluice.internal.retry.Pause;
import dev.sluice.internal.retry.Retry;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.internal.route.Directory;
import dev.sluice.internal.route.Router;
import dev.sluice.internal.shadow.ShadowObserver;
import dev.sluice.internal.shadow.ShadowRoute;
import dev.sluice.internal.timeout.DeadlineFilter;
import dev.sluice.internal.timeout.LatencyRegistry;
import dev.sluice.internal.timeout.PhaseTimeouts;
import dev.sluice.internal.translate.TranslationFilter;
import dev.sluice.provider.ProviderService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/// The order of all filters of a call, a line a filter, with the reason for its position.
final class Pipelines {
  private final Observer observer;
  private final Clock clock;
  private final RetryBudgets budgets;
  private final LatencyRegistry registry;
  private final MemoryBudget memory;
  private final Choices choices;
  private final Races races;
  private final Resumptions resumptions;

  /// Whether an attempt at a call is streamed, by route and target. Filled as the targets are made.
  private final Map<String, Map<String, Predicate<Call>>> streamed = new HashMap<>();

  /// @param budgets the retry budgets of the targets
  /// @param registry the learned times of the targets
  /// @param memory the budget in which held answers are counted
  /// @param elsewhere the pool that reads large bodies
  Pipelines(
      Observer observer,
      Clock clock,
      RetryBudgets budgets,
      LatencyRegistry registry,
      MemoryBudget memory,
      WorkerPool elsewhere) {
    this.observer = observer;
    this.clock = clock;
    this.budgets = budgets;
    this.registry = registry;
    this.memory = memory;
    this.races = new Races(budgets, registry, elsewhere, observer, clock);
    this.choices = new Choices(registry, elsewhere, clock);
    this.resumptions = new Resumptions(budgets, memory, elsewhere, clock);
  }

  /// Returns the pipeline that each call passes, once.
  Service forCalls(Directory directory) {
    return new Chain()
        // It sees what every other filter makes of the call.
        .then(new ObserveCall(observer, clock))
        // Before the costs of a call whose client no longer waits for it.
        .then(new DeadlineFilter(clock))
        // Limits before the call waits for anything.
        .then(new EntryFilter())
        // Last, since the rest depends on the route.
        .to(new Router(directory, observer, clock));
  }

  /// Returns the pipeline that each call of a route passes.
  ///
  /// @param targets the targets of the route
  /// @param shadow copies the route's calls; empty for none
  Service forRoute(RouteParts parts, List<Target> targets, Optional<Filter> shadow) {
    RouteConfig route = parts.source().config();
    RoutePolicy policy = route.policy();
    targets.forEach(target -> budgets.offer(target.name(), policy.retry().budget()));
    return new Chain()
        // First, since a client waits for whatever is behind it, and what clients share as well.
        .then(KeepAlive.of(policy, clock))
        // What it saves is everything behind it.
        .then(parts.cache())
        // Behind the cache, since a hit costs nothing; in front of what calls share, so that each
        // pays its part.
        .then(new PayFilter(targets, resumptions.resumes(route)))
        // In front of the batches, since identical calls are one of a batch.
        .then(parts.coalesce())
        // Behind what shares calls, so that an answer is stored before any of them gets its end.
        .then(parts.cache().map(Cache::insertion))
        // In front of the retry, so that a repeat of what calls share is one attempt.
        .then(parts.batching())
        // In front of all attempts, since a call is copied once.
        .then(shadow)
        // In front of what repeats a call: a call counts once.
        .then(new ObserveSent(observer))
        // In front of what holds an answer back: what that has let go is what the client has.
        .then(resumptions.of(route))
        // In front of the retry, to which an answer that is held has not begun.
        .then(delayedCommit(policy))
        // In front of the retry, so that the conversation is found out once a call.
        .then(choices.conversation(policy, targets))
        // In front of admission, so that each attempt asks for a grant of its own.
        .then(retry(policy, parts.admission()))
        // Behind the retry, so that a race that is lost by both is one failure.
        .then(race(policy, parts, targets))
        // Last, since each attempt goes to one target.
        .to(parts.admission());
  }

  /// Returns the pipeline that each attempt at `provider`'s target passes.
  ///
  /// @param route the name of the route that the target belongs to
  Service forAttempts(
      String route,
      ProviderService provider,
      Optional<TranslationFilter> translation,
      TimeoutConfig timeout) {
    Predicate<Call> streams =
        translation
            .<Predicate<Call>>map(t -> call -> t.streams(call, provider::streams))
            .orElse(provider::streams);
    streamed.computeIfAbsent(route, _ -> new HashMap<>()).put(provider.target(), streams);
    boolean copies = ShadowRoute.isNamed(route);
    Observer attempts = copies ? new ShadowObserver(observer, true) : observer;
    return new Chain()
        // First, so that it sees the timeouts too.
        .then(new ObserveAttempt(provider.target(), route, attempts, clock))
        // As early, for the same reason.
        .then(new LossFilter(copies))
        // On the answer as the provider's scanner reports it: bytes are not progress.
        .then(new PhaseTimeouts(provider.target(), timeout, registry, streams, clock))
        // Next to the provider, since each target speaks a dialect of its own.
        .then(translation)
        .to(provider);
  }

  private Optional<DelayedCommit> delayedCommit(RoutePolicy policy) {
    return policy.commit().isOff()
        ? Optional.empty()
        : Optional.of(new DelayedCommit(policy.commit(), memory));
  }

  private Filter retry(RoutePolicy policy, Admission admission) {
    return new Retry(
        policy.retry(),
        policy.breaker().isPresent(),
        budgets::of,
        admission,
        clock,
        ThreadLocalRandom::current,
        Pause.ON_LOOP);
  }

  private Optional<Filter> race(RoutePolicy policy, RouteParts parts, List<Target> targets) {
    String route = parts.source().config().name();
    return races.of(
        policy,
        parts.raceTokens(),
        targets,
        streamed.getOrDefault(route, Map.of()),
        parts.admission());
  }
}
