package dev.sluice.internal.wiring;

import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.batch.BatchDependencies;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.internal.breaker.PauseDetector;
import dev.sluice.internal.observe.ObserveAttempt;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.internal.route.Naming;
import dev.sluice.internal.route.Route;
import dev.sluice.internal.route.RouteConditions;
import dev.sluice.internal.route.Routes;
import dev.sluice.internal.shadow.Shadow;
import dev.sluice.internal.shadow.ShadowObserver;
import dev.sluice.internal.shadow.ShadowRoute;
import dev.sluice.internal.timeout.LatencyRegistry;
import dev.sluice.internal.timeout.Prior;
import dev.sluice.internal.translate.TranslationFilter;
import dev.sluice.provider.ProviderService;
import dev.sluice.provider.StreamTrust;
import dev.sluice.provider.auth.Authorizers;
import dev.sluice.share.Sharing;
import dev.sluice.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// Builds a generation: makes the parts of a gateway from a configuration, joins them, and takes
/// over from the previous generation what goes on. Building changes nothing that calls use: it may
/// fail, or be for a trial.
public final class Wiring {
  private final Means means;
  private final GatewayConfig config;
  private final Providers providers;
  private final Pipelines pipelines;
  private final RouteFactory routes;
  private final Breakers breakers;
  private final LatencyRegistry latencies;
  private final AdmissionControllers controllers;
  private final QuotaRegistry quotas;
  private final RetryBudgets budgets;
  private final Gates gates;
  private final Carried carried;
  private final Translations translations;
  private final Services services;
  private final Optional<Generation> previous;
  private final Probes probes;

  /// The dependencies that all generations of a gateway share.
  ///
  /// @param pauses the pauses of this process, which are not counted as failures of a provider
  /// @param authorizers the credentials of providers that a key does not authorise
  /// @param loop carries the fetching of lists
  /// @param shares what other processes have a part of; empty where nothing is shared
  public record Means(
      BatchDependencies batching,
      Transport transport,
      Translations translations,
      PauseDetector pauses,
      Authorizers authorizers,
      Loop loop,
      Optional<Sharing> shares) {
    Observer observer() {
      return batching.observer();
    }

    Clock clock() {
      return batching.clock();
    }
  }

  private Wiring(Means means, GatewayConfig config, Optional<Generation> previous) {
    this.means = means;
    this.config = config;
    this.previous = previous;
    Clock clock = means.clock();
    this.carried =
        previous.map(ended -> Carried.between(ended.config(), config)).orElse(Carried.NOTHING);
    this.translations = means.translations().with(config.models());
    this.controllers =
        previous
            .map(ended -> ended.controllers().next(config, clock))
            .orElseGet(() -> new AdmissionControllers(config, clock));
    this.providers = Providers.of(config);
    var sharing = new GateSharing(means.shares(), controllers, providers.byName());
    this.gates = Gates.after(previous.map(Generation::gates), carried, means.observer(), sharing);
    this.quotas =
        previous
            .map(ended -> ended.quotas().next(config, controllers, carried, translations::most))
            .orElseGet(
                () ->
                    new QuotaRegistry(
                        config, controllers, clock, means.shares(), translations::most));
    this.latencies =
        previous
            .map(ended -> ended.latencies().next(carried::target))
            .orElseGet(LatencyRegistry::new);
    var context = BreakerContexts.of(latencies, means.pauses(), sharing.circuits(), clock);
    this.breakers =
        previous
            .map(ended -> ended.breakers().next(context, carried::target, clock.nanos()))
            .orElseGet(() -> new Breakers(context, means.observer()::noticed, clock.nanos()));
    this.budgets =
        previous.map(ended -> ended.budgets().next(carried::target)).orElseGet(RetryBudgets::new);
    this.services =
        new Services(
            new ProviderService.Dependencies(
                means.batching().memory(),
                means.transport(),
                clock,
                StateHolders.areSeveral(config)),
            means.authorizers()::transport,
            this::trust);
    this.pipelines = pipelines();
    this.routes = routes(previous.map(Generation::parts).orElse(Map.of()));
    this.probes = new Probes(config, providers, breakers, routes, controllers, clock);
  }

  /// Builds the first generation of a gateway.
  ///
  /// @throws IllegalArgumentException if a provider's URL or key cannot be used
  public static Generation first(Means means, GatewayConfig config) {
    Generation first = new Wiring(means, config, Optional.empty()).build(1);
    first.quotas().publish(means.clock().nanos());
    first.budgets().publish();
    return first;
  }

  /// Builds the generation after `previous`, which stays in force until [Generation#takeOver].
  ///
  /// @throws IllegalArgumentException if a provider's URL or key cannot be used
  public static Generation next(Means means, GatewayConfig config, Generation previous) {
    return new Wiring(means, config, Optional.of(previous)).build(previous.revision() + 1);
  }

  private Pipelines pipelines() {
    BatchDependencies all = means.batching();
    return new Pipelines(
        all.observer(), all.clock(), budgets, latencies, all.memory(), all.elsewhere());
  }

  private RouteFactory routes(Map<RouteParts.Key, RouteParts> previousParts) {
    return new RouteFactory(
        means.observer(), means.clock(), latencies, means.batching(), previousParts, carried);
  }

  private Generation build(long revision) {
    // Making the routes fills the registries of routes, probes and latencies, which are read below.
    Catalogue catalogue = makeCatalogue();
    return new Generation(
        revision,
        config,
        catalogue,
        pipelines.forCalls(catalogue),
        controllers,
        quotas,
        budgets,
        breakers,
        latencies,
        gates,
        services.streams(),
        routes.parts(),
        routes.rebindings(),
        probes.all());
  }

  private Catalogue makeCatalogue() {
    var models = new LinkedHashMap<Route, List<String>>();
    var targets = new HashMap<Route, List<TargetConfig>>();
    for (RouteConfig route : config.routes()) {
      Route made = makeRoute(route, false);
      models.put(made, route.models());
      targets.put(made, route.targets());
    }
    var before = new ListsBefore(previous, config, carried);
    ListingHealth health = before.health(means.observer());
    List<Catalogue.Lister> listers =
        config.providers().stream().map(provider -> lister(provider, health)).toList();
    if (config.discover()) {
      listers.forEach(lister -> models.put(lister.passOn(), List.of(lister.provider() + "/*")));
    }
    var circuits = new OpenCircuits(breakers, controllers, means.clock());
    return new Catalogue(
        Routes.of(models),
        listers,
        config.discover(),
        before.lists(listers, means.loop()),
        health,
        circuits,
        infos(targets, listers));
  }

  private TargetInfos infos(
      Map<Route, List<TargetConfig>> targets, List<Catalogue.Lister> listers) {
    listers.forEach(
        lister -> targets.put(lister.passOn(), List.of(TargetInfos.passing(lister.provider()))));
    return TargetInfos.of(targets, config.models(), translations.models());
  }

  private Route makeRoute(RouteConfig route, boolean passesOn) {
    List<Target> targets =
        route.targets().stream()
            .flatMap(target -> makeTargets(route.name(), target, route.policy()).stream())
            .toList();
    Set<Operation> operations =
        targets.stream().flatMap(t -> t.supported().stream()).collect(Collectors.toSet());
    var key = new RouteParts.Key(route.name(), passesOn);
    AdmissionController controller = controllers.of(route.targets().getFirst().provider());
    var source = RouteParts.Source.of(route, providers.byName(), config);
    RouteParts parts = routes.route(key, source, targets, controller);
    Service service = pipelines.forRoute(parts, targets, shadow(route));
    controllers.show(route.name(), parts.admission());
    var naming = new Naming(route.defaults(), providers.passedTo(route.targets()));
    return new Route(route.name(), operations, naming, RouteConditions.of(route), service);
  }

  /// Returns the filter that copies a share of the route's calls; empty where none is configured.
  private Optional<Filter> shadow(RouteConfig route) {
    Optional<RoutePolicy.Shadow> shadow = route.policy().shadow();
    return shadow.map(
        policy -> new Shadow(policy.share(), copies(route, policy), ThreadLocalRandom::current));
  }

  private Shadow.Means copies(RouteConfig route, RoutePolicy.Shadow shadow) {
    RouteConfig copy = ShadowRoute.of(route, shadow);
    TargetConfig target = copy.targets().getFirst();
    String name = target.provider() + "/" + target.model().orElse("*");
    var observer = new ShadowObserver(means.observer(), false);
    // Admission alone, since copies count for nothing.
    Service service =
        routes
            .route(
                new RouteParts.Key(copy.name(), false),
                RouteParts.Source.of(copy, providers.byName(), config),
                makeTargets(copy.name(), target, copy.policy()),
                controllers.of(target.provider()))
            .admission();
    return new Shadow.Means(
        new ObserveAttempt(name, route.name(), observer, means.clock()),
        service,
        means.batching().memory(),
        means.batching().launcher(),
        means.clock());
  }

  /// One target for each of the provider's credentials, in their order.
  private List<Target> makeTargets(String route, TargetConfig target, RoutePolicy policy) {
    ProviderConfig provider = providers.of(target);
    List<Target> credentials =
        StateHolders.credentials(provider)
            .map(key -> target(route, target, policy, provider, key))
            .toList();
    probes.offer(route, target, policy, credentials);
    return credentials;
  }

  private Target target(
      String route,
      TargetConfig target,
      RoutePolicy policy,
      ProviderConfig provider,
      Optional<Secret> key) {
    var service = services.of(provider, key, target, policy.upstreamStream());
    Optional<TranslationFilter> translation =
        translations.of(provider, key, target, policy.strictTranslation(), service::shown);
    latencies.target(service.target(), name -> Prior.of(provider.type().configName(), name));
    return new Target(
        service.target(),
        service.operations(),
        Translations.translated(provider, target.model()),
        target.weight(),
        target.rank(),
        target.context(),
        key.map(AccountDigest::of).orElse(0L),
        service.origins(),
        gates(service, target, policy, provider, key),
        pipelines.forAttempts(route, service, translation, policy.timeout()));
  }

  private StreamTrust trust(ProviderConfig provider) {
    return previous
        .filter(_ -> carried.provider(provider.name()))
        .map(generation -> generation.streams().get(provider.name()))
        .orElseGet(() -> new StreamTrust(provider));
  }

  /// Returns the gates of a target in the order in which they are asked. The breaker comes first,
  /// so that it is the reported reason where it is open; the quota last, so that it is asked only
  /// where the target may be used at all.
  private List<Gate> gates(
      ProviderService service,
      TargetConfig target,
      RoutePolicy policy,
      ProviderConfig provider,
      Optional<Secret> key) {
    String name = service.target();
    Set<Operation> supported = Translations.supported(provider, target.model());
    var inOrder = new ArrayList<Gate>();
    policy.breaker().ifPresent(of -> inOrder.add(breakers.of(name, supported, of)));
    boolean limited = config.quota(provider).kept();
    inOrder.addAll(gates.of(name, target.model(), provider, key, limited));
    if (limited) {
      inOrder.add(
          quotas.gate(provider, key.map(provider.keys()::indexOf).orElse(0), target.model()));
    }
    return inOrder;
  }

  private Catalogue.Lister lister(ProviderConfig provider, ListingHealth health) {
    TargetConfig passOn = TargetInfos.passing(provider.name());
    var passOnRoute =
        new RouteConfig(provider.name(), List.of(), List.of(passOn), RoutePolicy.defaults());
    return new Catalogue.Lister(
        provider.name(),
        makeRoute(passOnRoute, true),
        ModelFetches.of(provider, means.authorizers(), means.loop(), health),
        StateHolders.of(provider));
  }
}
