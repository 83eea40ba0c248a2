package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.batch.BatchDependencies;
import dev.sluice.internal.batch.Batching;
import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.coalesce.Coalesce;
import dev.sluice.internal.hedge.Hedge;
import dev.sluice.internal.item.Items;
import dev.sluice.internal.observe.ObserveAttempt;
import dev.sluice.internal.observe.ObserveCall;
import dev.sluice.internal.observe.ObserveSent;
import dev.sluice.internal.provider.Fingerprints;
import dev.sluice.internal.provider.ProviderService;
import dev.sluice.internal.retry.Budget;
import dev.sluice.internal.retry.Budgets;
import dev.sluice.internal.retry.Pause;
import dev.sluice.internal.retry.Retry;
import dev.sluice.internal.reuse.Fingerprint;
import dev.sluice.internal.route.Directory;
import dev.sluice.internal.route.Router;
import dev.sluice.internal.timeout.DeadlineFilter;
import dev.sluice.internal.timeout.PhaseTimeouts;
import dev.sluice.internal.timeout.learn.LatencyRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The order of all filters of a call, a line a filter, with the reason for its position.
public final class Pipelines {
  /// A first token is late when so large a share of them comes earlier.
  private static final double LATE = 0.975;

  private final Observer observer;
  private final Clock clock;
  private final Budgets budgets;
  private final LatencyRegistry registry;
  private final BatchDependencies batching;

  /// Filled while the routes are made.
  private final Map<String, Cache> caches = new LinkedHashMap<>();

  /// @param budgets how many attempts may be repeats, target by target
  /// @param registry how long the targets take
  public Pipelines(
      Observer observer,
      Clock clock,
      Budgets budgets,
      LatencyRegistry registry,
      BatchDependencies batching) {
    this.observer = observer;
    this.clock = clock;
    this.budgets = budgets;
    this.registry = registry;
    this.batching = batching;
  }

  /// The pipeline that each call passes, once.
  public Service forCalls(Directory directory) {
    // First, so that it sees what every other filter makes of the call.
    return new ObserveCall(observer, clock)
        // Before the costs of a call whose client no longer waits for it.
        .over(
            new DeadlineFilter(clock)
                // Last, since everything behind it depends on the route.
                .over(new Router(directory)));
  }

  /// The pipeline that each call of a route passes.
  ///
  /// @param route its name
  /// @param targets those of the route
  /// @param controller where the grants for them are given
  /// @param queue the route's part of the queue there
  Service forRoute(
      String route,
      List<Target> targets,
      AdmissionController controller,
      RouteQueue queue,
      RoutePolicy policy) {
    var admission =
        new Admission(targets, controller, queue, observer, clock, ThreadLocalRandom::current);
    targets.forEach(target -> budgets.of(target.name()).offer(policy.retry().budget()));
    Optional<Cache> cache = cache(route, policy.savings());
    Service made = shared(route, policy, admission, cache);
    // First, since what it saves is everything behind it.
    return cache.map(c -> c.over(made)).orElse(made);
  }

  private Service shared(
      String route, RoutePolicy policy, Admission admission, Optional<Cache> cache) {
    // In front of the batches, since identical calls are one of a batch. Coalescing saves a whole
    // call.
    return coalesced(
        route,
        policy.savings(),
        // Behind what shares calls, so that an answer is stored before any of them gets its end.
        cached(
            cache,
            // In front of the retry, so that a repeat of what calls share is one attempt.
            batched(
                policy.savings(),
                // In front of what repeats a call: a call counts once.
                new ObserveSent(observer)
                    // In front of admission, so that each attempt asks for a grant of its own.
                    .over(
                        retry(policy, admission)
                            // Behind the retry, so that a race that is lost by both is one failure.
                            .over(
                                hedge(policy, admission)
                                    // Last, since each attempt goes to one target.
                                    .over(admission))))));
  }

  /// A route that has none of it does not pay for it.
  private Optional<Cache> cache(String route, ReuseConfig reuse) {
    if (reuse.cache().isEmpty()) {
      return Optional.empty();
    }
    var means =
        new Cache.Means(
            keys(route),
            batching.codec(),
            batching.memory(),
            batching.elsewhere(),
            observer,
            clock);
    var cache = new Cache(reuse.cache().get(), means);
    caches.put(route, cache);
    return Optional.of(cache);
  }

  private static Service cached(Optional<Cache> cache, Service next) {
    return cache.map(c -> c.insertion().over(next)).orElse(next);
  }

  private static Cache.Keys keys(String route) {
    return new Cache.Keys() {
      @Override
      public Fingerprint of(Call call) {
        return Fingerprints.of(route, call);
      }

      @Override
      public List<Fingerprint> of(Call call, Items items) {
        return Fingerprints.of(route, call, items);
      }
    };
  }

  /// The caches of the routes that have one, by the route's name.
  public Map<String, Cache> caches() {
    return Map.copyOf(caches);
  }

  /// A route that has none of it does not pay for it.
  private Service coalesced(String route, ReuseConfig reuse, Service next) {
    if (!reuse.coalesce()) {
      return next;
    }
    return new Coalesce(
            call -> Fingerprints.of(route, call),
            batching.memory(),
            batching.launcher(),
            observer,
            clock)
        .over(next);
  }

  /// A route that has none of it does not pay for it.
  private Service batched(ReuseConfig reuse, Service next) {
    return reuse.batch().map(config -> new Batching(config, batching).over(next)).orElse(next);
  }

  private Filter retry(RoutePolicy policy, Admission admission) {
    return new Retry(
        policy.retry(),
        policy.breaker().isPresent(),
        budgets::of,
        route(admission),
        clock,
        ThreadLocalRandom::current,
        Pause.ON_LOOP);
  }

  private static Retry.Route route(Admission admission) {
    return new Retry.Route() {
      @Override
      public Optional<String> another(Call call) {
        return admission.another(call);
      }

      @Override
      public String likely(Call call) {
        return admission.likely(call);
      }

      @Override
      public Duration untilOpen(Call call) {
        return admission.untilOpen(call);
      }
    };
  }

  private Filter hedge(RoutePolicy policy, Admission admission) {
    if (policy.hedge().isOff()) {
      return (call, sink, next) -> next.send(call, sink);
    }
    double share = policy.retry().budget();
    return new Hedge(
        policy.hedge(),
        (call, target) -> registry.firstToken(target, call, LATE),
        call -> admission.another(call).isPresent(),
        target -> repeat(target, share),
        observer);
  }

  private Optional<Runnable> repeat(String target, double share) {
    Budget budget = budgets.of(target);
    long taken = clock.nanos();
    return budget.take(share, taken)
        ? Optional.of(() -> budget.giveBack(taken, clock.nanos()))
        : Optional.empty();
  }

  /// The pipeline that each attempt at `provider`'s target passes.
  Service forAttempts(ProviderService provider, TimeoutConfig timeout) {
    // First, so that it sees the timeouts too.
    return new ObserveAttempt(provider.target(), observer, clock)
        // On the answer as the provider's scanner reports it: bytes are not progress.
        .over(
            new PhaseTimeouts(provider.target(), timeout, registry, provider::streams, clock)
                .over(provider));
  }
}
