package dev.sluice.internal.wiring;

import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.TargetPreference;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.batch.BatchDependencies;
import dev.sluice.internal.batch.Batching;
import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.choice.RouteChoice;
import dev.sluice.internal.coalesce.Coalesce;
import dev.sluice.internal.timeout.LatencyRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/// The maker of the parts of a generation's routes. It takes them from the generation before where
/// they are the same: what a reload carries over. Confined to the thread that builds the
/// generation.
final class RouteFactory {
  private final Observer observer;
  private final Clock clock;
  private final Choices choices;
  private final BatchDependencies batching;
  private final Map<RouteParts.Key, RouteParts> before;
  private final Carried carried;
  private final Map<RouteParts.Key, RouteParts> parts = new HashMap<>();
  private final List<Generation.Rebinding> rebindings = new ArrayList<>();

  /// @param before the routes of the previous generation
  RouteFactory(
      Observer observer,
      Clock clock,
      LatencyRegistry registry,
      BatchDependencies batching,
      Map<RouteParts.Key, RouteParts> before,
      Carried carried) {
    this.observer = observer;
    this.clock = clock;
    this.choices = new Choices(registry, batching.elsewhere(), clock);
    this.batching = batching;
    this.before = before;
    this.carried = carried;
  }

  /// Returns the parts of the routes that were made.
  Map<RouteParts.Key, RouteParts> parts() {
    return parts;
  }

  /// Returns how routes of the previous generation that go on get their new targets.
  List<Generation.Rebinding> rebindings() {
    return rebindings;
  }

  /// Makes the parts of a route, or takes them from the previous generation.
  ///
  /// @param key the route's name and kind
  /// @param targets the targets of the route
  /// @param controller the controller that gives grants for the targets
  RouteParts route(
      RouteParts.Key key,
      RouteParts.Source source,
      List<Target> targets,
      AdmissionController controller) {
    RouteParts made = made(key, source, targets, controller);
    parts.put(key, made);
    return made;
  }

  private RouteParts made(
      RouteParts.Key key,
      RouteParts.Source source,
      List<Target> targets,
      AdmissionController controller) {
    RouteParts known = before.get(key);
    String route = key.name();
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
        kept(alike, source, s -> s.reuse().cache(), RouteParts::cache, c -> cache(route, c)),
        kept(alike, source, RouteFactory::coalesces, RouteParts::coalesce, _ -> coalesce(route)),
        kept(
            alike,
            source,
            RouteParts.Source::gathering,
            RouteParts::batching,
            c -> new Batching(c, batching)),
        choice,
        RouteParts.raceTokens(known, policy));
  }

  private static Optional<Boolean> coalesces(RouteParts.Source source) {
    return source.reuse().coalesce() ? Optional.of(true) : Optional.empty();
  }

  /// Returns a part that the route is configured to have: that of the previous generation if its
  /// configuration is the same, else a new one. Empty where the route is not to have it, which
  /// costs nothing then.
  private static <C, P> Optional<P> kept(
      Optional<RouteParts> before,
      RouteParts.Source source,
      Function<RouteParts.Source, Optional<C>> config,
      Function<RouteParts, Optional<P>> part,
      Function<C, P> fresh) {
    Optional<C> wanted = config.apply(source);
    Optional<P> known =
        before
            .filter(p -> config.apply(p.source()).equals(wanted))
            .flatMap(part)
            .filter(_ -> wanted.isPresent());
    return known.isPresent() ? known : wanted.map(fresh);
  }

  private Admission admission(
      RouteConfig route,
      List<Target> targets,
      TargetPreference preference,
      AdmissionController controller) {
    RouteQueue queue = queue(route, controller);
    return new Admission(
        targets, preference, controller, queue, observer, clock, ThreadLocalRandom::current);
  }

  private static RouteQueue queue(RouteConfig route, AdmissionController controller) {
    boolean byModel = route.targets().stream().anyMatch(target -> target.model().isEmpty());
    return controller.route(route.policy().queue(), byModel);
  }

  /// Returns the admission of a route that goes on. Where the route has not changed it keeps its
  /// targets, and waiting calls keep their places.
  private Admission goesOn(
      RouteParts known,
      RouteParts.Source source,
      List<Target> targets,
      TargetPreference preference,
      AdmissionController controller) {
    Admission admission = known.admission();
    if (!known.source().equals(source) || known.controller() != controller) {
      RouteQueue queue = queue(source.config(), controller);
      rebindings.add(handover -> handover.bind(admission, targets, preference, controller, queue));
    }
    return admission;
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
        new RouteKeys(route)::of, batching.memory(), batching.launcher(), observer, clock);
  }
}
