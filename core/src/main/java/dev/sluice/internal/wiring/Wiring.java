package dev.sluice.internal.wiring;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.internal.credential.CredentialStats;
import dev.sluice.internal.provider.ProviderService;
import dev.sluice.internal.provider.model.ListedModel;
import dev.sluice.internal.provider.model.Listing;
import dev.sluice.internal.provider.model.ModelLister;
import dev.sluice.internal.provider.stream.StreamTrust;
import dev.sluice.internal.route.Naming;
import dev.sluice.internal.route.Route;
import dev.sluice.internal.route.Routes;
import dev.sluice.internal.timeout.learn.LatencyRegistry;
import dev.sluice.internal.timeout.learn.Prior;
import dev.sluice.internal.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes the parts of a gateway from its configuration and joins them.
public final class Wiring {
  private static final Duration LIST_WITHIN = Duration.ofSeconds(10);

  private final GatewayConfig config;
  private final Map<String, ProviderConfig> providers;
  private final Pipelines pipelines;
  private final MemoryBudget memory;
  private final Transport transport;
  private final Breakers breakers;
  private final LatencyRegistry registry;
  private final AdmissionControllers controllers;
  private final QuotaRegistry quotas;
  private final Gates gates;

  /// By the provider's name.
  private final Map<String, StreamTrust> streams = new HashMap<>();

  public Wiring(
      GatewayConfig config,
      Pipelines pipelines,
      MemoryBudget memory,
      Transport transport,
      LatencyRegistry registry,
      Breakers breakers,
      Consumer<CredentialChange> credentials,
      Clock clock) {
    this.gates = new Gates(credentials);
    this.controllers = new AdmissionControllers(config, clock);
    this.quotas = new QuotaRegistry(config, controllers, clock);
    this.config = config;
    this.providers =
        config.providers().stream()
            .collect(Collectors.toUnmodifiableMap(ProviderConfig::name, Function.identity()));
    this.pipelines = pipelines;
    this.memory = memory;
    this.transport = transport;
    this.breakers = breakers;
    this.registry = registry;
  }

  /// The catalogue of models and of their routes. `loop` carries the fetching of lists.
  public Catalogue catalogue(Loop loop) {
    var routes = new LinkedHashMap<Route, List<String>>();
    config.routes().forEach(route -> routes.put(route(route), route.models()));
    List<Catalogue.Lister> listers =
        config.providers().stream().map(provider -> lister(provider, loop)).toList();
    if (config.discover()) {
      listers.forEach(l -> routes.put(l.passOn(), List.of(l.provider() + "/*")));
    }
    return new Catalogue(Routes.of(routes), listers, config.discover(), loop);
  }

  /// The quotas, once [#catalogue] has joined the targets.
  public QuotaRegistry quotas() {
    return quotas;
  }

  /// The credentials, once [#catalogue] has joined the targets.
  public List<CredentialStats> credentials() {
    return gates.credentials();
  }

  /// The controllers of the routes' grants, once [#catalogue] has joined the targets.
  public AdmissionControllers controllers() {
    return controllers;
  }

  private Route route(RouteConfig route) {
    return route(route.name(), route.defaults(), route.targets(), route.policy());
  }

  private Route route(
      String name,
      Map<Operation, String> defaults,
      List<TargetConfig> configured,
      RoutePolicy policy) {
    List<Target> targets =
        configured.stream().flatMap(target -> targets(target, policy).stream()).toList();
    Set<Operation> operations =
        targets.stream().flatMap(t -> t.operations().stream()).collect(Collectors.toSet());
    boolean byModel = configured.stream().anyMatch(target -> target.model().isEmpty());
    AdmissionController controller = controllers.of(configured.getFirst().provider());
    RouteQueue routeQueue = controllers.line(name, controller, policy.queue(), byModel);
    Service service = pipelines.forRoute(name, targets, controller, routeQueue, policy);
    return new Route(name, operations, new Naming(defaults, passedTo(configured)), service);
  }

  private Map<String, Set<Operation>> passedTo(List<TargetConfig> configured) {
    return configured.stream()
        .filter(target -> target.model().isEmpty())
        .collect(
            Collectors.toMap(
                TargetConfig::provider,
                target -> Preset.of(provider(target).type()).operations(),
                (one, _) -> one));
  }

  /// One target for each of the provider's credentials, in their order.
  private List<Target> targets(TargetConfig target, RoutePolicy policy) {
    ProviderConfig provider = provider(target);
    List<Secret> keys = provider.keys();
    return keys.isEmpty()
        ? List.of(target(target, policy, provider, Optional.empty()))
        : keys.stream().map(key -> target(target, policy, provider, Optional.of(key))).toList();
  }

  private ProviderConfig provider(TargetConfig target) {
    ProviderConfig provider = providers.get(target.provider());
    if (provider == null) {
      throw new IllegalArgumentException(
          "a target names the provider `"
              + target.provider()
              + "`, which is not configured; there are "
              + providers.keySet());
    }
    return provider;
  }

  private Target target(
      TargetConfig target, RoutePolicy policy, ProviderConfig provider, Optional<Secret> key) {
    var service =
        new ProviderService(
            provider,
            key,
            target.model(),
            policy.upstreamStream(),
            streams.computeIfAbsent(provider.name(), _ -> new StreamTrust(provider)),
            memory,
            transport);
    registry.target(service.target(), name -> Prior.of(provider.type().configName(), name));
    return new Target(
        service.target(),
        service.operations(),
        target.weight(),
        target.rank(),
        gates(service, target, policy, provider, key),
        pipelines.forAttempts(service, policy.timeout()));
  }

  /// The breaker first: where it is open, that is why. The quota last: it is asked only where the
  /// target may be used at all.
  private List<Gate> gates(
      ProviderService service,
      TargetConfig target,
      RoutePolicy policy,
      ProviderConfig provider,
      Optional<Secret> key) {
    String name = service.target();
    var all = new ArrayList<Gate>();
    policy.breaker().ifPresent(config -> all.add(breakers.of(name, service.operations(), config)));
    all.addAll(gates.of(name, target.model(), provider, key));
    int credential = key.map(provider.keys()::indexOf).orElse(0);
    all.add(quotas.gate(provider, credential, target.model()));
    return all;
  }

  private Catalogue.Lister lister(ProviderConfig provider, Loop loop) {
    var passOn = new TargetConfig(provider.name(), Optional.empty(), 1, 0);
    var route = route(provider.name(), Map.of(), List.of(passOn), RoutePolicy.defaults());
    var lister = new ModelLister(provider, provider.keys().stream().findFirst(), transport);
    return new Catalogue.Lister(
        provider.name(), route, () -> models(lister.list(loop, LIST_WITHIN)));
  }

  private static Optional<List<Catalogue.Model>> models(Listing listing) {
    return switch (listing) {
      case Listing.Listed(List<ListedModel> models) ->
          Optional.of(
              models.stream()
                  .map(m -> new Catalogue.Model(m.id(), Optional.of(m.json())))
                  .toList());
      case Listing.Unlisted _ -> Optional.empty();
    };
  }
}
