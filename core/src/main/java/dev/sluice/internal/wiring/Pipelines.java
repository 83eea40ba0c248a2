package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.TargetPreference;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.batch.BatchDependencies;
import dev.sluice.internal.batch.Batching;
import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.choice.RouteChoice;
import dev.sluice.internal.coalesce.Coalesce;
import dev.sluice.internal.commit.DelayedCommit;
import dev.sluice.internal.keepalive.KeepAlive;
import dev.sluice.internal.observe.ObserveAttempt;
import dev.sluice.internal.observe.ObserveCall;
import dev.sluice.internal.observe.ObserveSent;
import dev.sluice.internal.pay.EntryFilter;
import dev.sluice.internal.pay.LossFilter;
import dev.sluice.internal.pay.PayFilter;
import dev.sluice.internal.provider.Fingerprints;
import dev.sluice.internal.provider.ProviderService;
import dev.sluice.internal.retry.Budgets;
import dev.sluice.internal.retry.Pause;
import dev.sluice.internal.retry.Retry;
import dev.sluice.internal.route.Directory;
import dev.sluice.internal.route.Router;
import dev.sluice.internal.shadow.ShadowObserver;
import dev.sluice.internal.shadow.ShadowRoute;
import dev.sluice.internal.timeout.DeadlineFilter;
import dev.sluice.internal.timeout.PhaseTimeouts;
import dev.sluice.internal.timeout.learn.LatencyRegistry;
import dev.sluice.internal.translate.TranslationFilter;
import dev.sluice.internal.wiring.part.AdmissionRoute;
import dev.sluice.internal.wiring.part.Choices;
import dev.sluice.internal.wiring.part.Races;
import dev.sluice.internal.wiring.part.Resumptions;
import dev.sluice.internal.wiring.part.RouteKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;

/// The order of all filters of a call, a line a filter, with the reason for its position.
public final class Pipelines {
  private final Observer observer;
  private final Clock clock;
  private final Budgets budgets;
  private final LatencyRegistry registry;
  private final BatchDependencies batching;
  private final Map<RouteParts.Key, RouteParts> before;
  private final Carried carried;
  private final Choices choices;
  private final Races races;
  private final Resumptions resumptions;

  /// Filled while the routes are made.
  private final Map<RouteParts.Key, RouteParts> parts = new HashMap<>();

  /// By route and target, whether an attempt at a call is streamed. Filled as the targets are made.
  private final Map<String, Map<String, Predicate<Call>>> streamed = new HashMap<>();

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
    this.races = new Races(budgets, registry, batching.elsewhere(), observer, clock);
    this.choices = new Choices(registry, batching.elsewhere(), clock);
    this.resumptions = new Resumptions(budgets, batching.memory(), batching.elsewhere(), clock);
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
                // Limits before the call waits for anything; last the route, on which the rest
                // depends.
                .over(new EntryFilter().over(new Router(directory))));
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
      AdmissionController controller,
      Optional<Filter> shadow) {
    RoutePolicy policy = source.config().policy();
    targets.forEach(target -> budgets.offer(target.name(), policy.retry().budget()));
    RouteParts made = made(key, source, targets, controller);
    Service shared = shared(policy, made, targets, shadow);
    // First, since a client waits for whatever is behind it, and what clients share as well.
    return over(
        KeepAlive.of(policy, clock),
        // Next, since what it saves is everything behind it.
        over(
            made.cache(),
            // Behind the cache, since a hit costs nothing; in front of what calls share, so that
            // each pays its part.
            new PayFilter(targets, resumptions.resumes(source.config())).over(shared)));
  }

  /// What the copies of a route's calls pass: admission alone, since they count for nothing.
  Service forCopies(
      RouteParts.Key key,
      RouteParts.Source source,
      List<Target> targets,
      AdmissionController controller) {
    return made(key, source, targets, controller).admission();
  }

  private RouteParts made(
      RouteParts.Key key,
      RouteParts.Source source,
      List<Target> targets,
      AdmissionController controller) {
    RouteParts made = parts(key, source, targets, controller);
    parts.put(key, made);
    return made;
  }

  private RouteParts parts(
      RouteParts.Key key,
      RouteParts.Source source,
      List<Target> targets,
      AdmissionController controller) {
    RouteParts known = before.get(key);
    String route = key.name();
    ReuseConfig reuse = source.reuse();
    Optional<RouteParts> alike =
        Optional.ofNullable(known).filter(p -> source.leadsLike(p.source(), carried));
    RoutePolicy policy = source.config().policy();
    Optional<RouteChoice> choice =
        choices.of(policy, alike.filter(p -> p.choosesLike(policy)).flatMap(RouteParts::choice));
    TargetPreference preference = Choices.preference(choice, targets);
    Admission admission =
        known == null
            ? admission(source.config(), targets, preference, controller)
            : goesOn(known, source, targets, preference, controller);
    return new RouteParts(
        source,
        controller,
        admission,
        kept(alike, reuse, ReuseConfig::cache, RouteParts::cache, c -> cache(route, c)),
        kept(alike, reuse, Pipelines::coalesces, RouteParts::coalesce, _ -> coalesce(route)),
        kept(
            alike, reuse, ReuseConfig::batch, RouteParts::batching, c -> new Batching(c, batching)),
        choice,
        RouteParts.raceTokens(known, policy));
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
      RouteConfig route,
      List<Target> targets,
      TargetPreference preference,
      AdmissionController controller) {
    RouteQueue line = line(route, controller);
    return new Admission(
        targets, preference, controller, line, observer, clock, ThreadLocalRandom::current);
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
      TargetPreference preference,
      AdmissionController controller) {
    Admission admission = known.admission();
    if (!known.source().equals(source) || known.controller() != controller) {
      RouteQueue line = line(source.config(), controller);
      rebindings.add(handover -> handover.bind(admission, targets, preference, controller, line));
    }
    return admission;
  }

  private Service shared(
      RoutePolicy policy, RouteParts parts, List<Target> targets, Optional<Filter> shadow) {
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
                // In front of all attempts, since a call is copied once.
                over(
                    shadow,
                    // In front of what repeats a call: a call counts once.
                    new ObserveSent(observer).over(resumed(policy, parts, targets))))));
  }

  private Service resumed(RoutePolicy policy, RouteParts parts, List<Target> targets) {
    // In front of what holds an answer back: what that has let go is what the client has.
    return over(
        resumptions.of(parts.source().config()),
        // In front of the retry, to which an answer that is held has not begun.
        over(delayedCommit(policy), repeated(policy, parts, targets)));
  }

  private Service repeated(RoutePolicy policy, RouteParts parts, List<Target> targets) {
    // In front of the retry, so that the conversation is found out once a call.
    return over(
        choices.conversation(policy, targets),
        // In front of admission, so that each attempt asks for a grant of its own.
        retry(policy, parts.admission())
            // Behind the retry, so that a race that is lost by both is one failure.
            .over(
                over(
                    race(policy, parts, targets),
                    // Last, since each attempt goes to one target.
                    parts.admission())));
  }

  private static Service over(Optional<? extends Filter> filter, Service next) {
    return filter.map(f -> f.over(next)).orElse(next);
  }

  private Optional<DelayedCommit> delayedCommit(RoutePolicy policy) {
    return policy.commit().isOff()
        ? Optional.empty()
        : Optional.of(new DelayedCommit(policy.commit(), batching.memory()));
  }

  private Cache cache(String route, CacheConfig config) {
    return new Cache(
        config,
        new Cache.Means(
            new RouteKeys(route),
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

  private Filter retry(RoutePolicy policy, Admission admission) {
    return new Retry(
        policy.retry(),
        policy.breaker().isPresent(),
        budgets::of,
        new AdmissionRoute(admission),
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

  /// The pipeline that each attempt at `provider`'s target passes.
  ///
  /// @param route the name of the route that it is a target of
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
    Observer told = copies ? new ShadowObserver(observer, true) : observer;
    // First, so that it sees the timeouts too.
    return new ObserveAttempt(provider.target(), route, told, clock)
        // As early, for the same reason.
        .over(
            new LossFilter(provider.target(), copies)
                // On the answer as the provider's scanner reports it: bytes are not progress.
                .over(
                    new PhaseTimeouts(provider.target(), timeout, registry, streams, clock)
                        // Next to the provider, since each target speaks a dialect of its own.
                        .over(over(translation, provider))));
  }
}
