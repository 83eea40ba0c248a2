package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.policy.CacheConfig;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/// The order of all filters of a call, a line a filter, with the reason for its position.
public final class Pipelines {
  /// A first token is late when so large a share of them comes earlier.
  private static final double LATE = 0.975;

  private final Observer observer;
  private final Clock clock;
  private final Budgets budgets;
  private final LatencyRegistry registry;
  private final BatchDependencies batching;
  private final Map<RouteParts.Key, RouteParts> before;
  private final Carried carried;

  /// Filled while the routes are made.
  private final Map<RouteParts.Key, RouteParts> parts = new HashMap<>();

  private final List<Generation.Rebinding> rebindings = new ArrayList<>();

  /// @param budgets how many attempts may be repeats, target by target
  /// @param registry how long the targets take
  /// @param before the routes of the previous generation
  Pipelines(
      Observer observer,
      Clock clock,
      Budgets budgets,
      LatencyRegistry registry,
      BatchDependencies batching,
      Map<RouteParts.Key, RouteParts> before,
      Carried carried) {
    this.observer = observer;
    this.clock = clock;
    this.budgets = budgets;
    this.registry = registry;
    this.batching = batching;
    this.before = before;
    this.carried = carried;
  }

  /// The admission of a route that was made.
  Admission admission(RouteParts.Key key) {
    return Objects.requireNonNull(parts.get(key), "the route was not made").admission();
  }

  /// The parts of the routes that were made.
  Map<RouteParts.Key, RouteParts> parts() {
    return parts;
  }

  /// How routes of the previous generation that go on get their new targets.
  List<Generation.Rebinding> rebindings() {
    return rebindings;
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
  /// @param key what it is called
  /// @param targets those of the route
  /// @param controller where the grants for them are given
  Service forRoute(
      RouteParts.Key key,
      RouteParts.Source source,
      List<Target> targets,
      AdmissionController controller) {
    RoutePolicy policy = source.config().policy();
    targets.forEach(target -> budgets.offer(target.name(), policy.retry().budget()));
    RouteParts made = parts(key, source, targets, controller);
    parts.put(key, made);
    Service shared = shared(policy, made);
    // First, since what it saves is everything behind it.
    return made.cache().map(cache -> cache.over(shared)).orElse(shared);
  }

  private RouteParts parts(
      RouteParts.Key key,
      RouteParts.Source source,
      List<Target> targets,
      AdmissionController controller) {
    RouteParts known = before.get(key);
    Admission admission =
        known == null
            ? admission(source.config(), targets, controller)
            : goesOn(known, source, targets, controller);
    String route = key.name();
    ReuseConfig reuse = source.reuse();
    Optional<RouteParts> alike =
        Optional.ofNullable(known).filter(p -> source.leadsLike(p.source(), carried));
    return new RouteParts(
        source,
        controller,
        admission,
        kept(alike, reuse, ReuseConfig::cache, RouteParts::cache, c -> cache(route, c)),
        kept(alike, reuse, Pipelines::coalesces, RouteParts::coalesce, _ -> coalesce(route)),
        kept(alike, reuse, ReuseConfig::batch, RouteParts::batching, this::batching));
  }

  private static Optional<Boolean> coalesces(ReuseConfig reuse) {
    return reuse.coalesce() ? Optional.of(true) : Optional.empty();
  }

  /// A part that the route is configured to have: that of the previous generation if its
  /// configuration is the same, else a new one. A route that has none of it does not pay for it.
  private static <C, P> Optional<P> kept(
      Optional<RouteParts> before,
      ReuseConfig reuse,
      Function<ReuseConfig, Optional<C>> config,
      Function<RouteParts, Optional<P>> part,
      Function<C, P> fresh) {
    Optional<C> wanted = config.apply(reuse);
    Optional<P> known =
        before
            .filter(p -> config.apply(p.source().reuse()).equals(wanted))
            .flatMap(part)
            .filter(_ -> wanted.isPresent());
    return known.isPresent() ? known : wanted.map(fresh);
  }

  private Admission admission(
      RouteConfig route, List<Target> targets, AdmissionController controller) {
    return new Admission(
        targets, controller, line(route, controller), observer, clock, ThreadLocalRandom::current);
  }

  private static RouteQueue line(RouteConfig route, AdmissionController controller) {
    boolean byModel = route.targets().stream().anyMatch(target -> target.model().isEmpty());
    return controller.route(route.policy().queue(), byModel);
  }

  /// A route that has not changed keeps its targets, and its waiting calls their places.
  private Admission goesOn(
      RouteParts known,
      RouteParts.Source source,
      List<Target> targets,
      AdmissionController controller) {
    Admission admission = known.admission();
    if (!known.source().equals(source) || known.controller() != controller) {
      RouteQueue line = line(source.config(), controller);
      rebindings.add(handover -> handover.bind(admission, targets, controller, line));
    }
    return admission;
  }

  private Service shared(RoutePolicy policy, RouteParts parts) {
    Admission admission = parts.admission();
    // In front of the batches, since identical calls are one of a batch. Coalescing saves a whole
    // call.
    return over(
        parts.coalesce(),
        // Behind what shares calls, so that an answer is stored before any of them gets its end.
        over(
            parts.cache().map(Cache::insertion),
            // In front of the retry, so that a repeat of what calls share is one attempt.
            over(
                parts.batching(),
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

  private static Service over(Optional<? extends Filter> filter, Service next) {
    return filter.map(f -> f.over(next)).orElse(next);
  }

  private Cache cache(String route, CacheConfig config) {
    return new Cache(
        config,
        new Cache.Means(
            keys(route),
            batching.codec(),
            batching.memory(),
            batching.elsewhere(),
            observer,
            clock));
  }

  private Coalesce coalesce(String route) {
    return new Coalesce(
        call -> Fingerprints.of(route, call),
        batching.memory(),
        batching.launcher(),
        observer,
        clock);
  }

  private Batching batching(BatchConfig config) {
    return new Batching(config, batching);
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
  ///
  /// @param route the name of the route that it is a target of
  Service forAttempts(String route, ProviderService provider, TimeoutConfig timeout) {
    // First, so that it sees the timeouts too.
    return new ObserveAttempt(provider.target(), route, observer, clock)
        // On the answer as the provider's scanner reports it: bytes are not progress.
        .over(
            new PhaseTimeouts(provider.target(), timeout, registry, provider::streams, clock)
                .over(provider));
  }
}
