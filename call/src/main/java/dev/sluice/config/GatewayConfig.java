package dev.sluice.config;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.quota.ProviderQuotas;
import dev.sluice.config.quota.QuotaConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The configuration of a gateway.
///
/// @param providers the providers in the order in which they were configured; the first one that
///   lists a model wins
/// @param routes the routes in the order in which they were configured; an exact name wins over a
///   pattern, a longer pattern over a shorter
/// @param discover whether the models that providers list are routes too, under their own names,
///   and each provider a route `NAME/*`; so it is when no file says otherwise
/// @param quotas the configured quotas of providers, by the provider's name
/// @param tenants how much of a shared target each tenant may have while calls wait, as a weight;
///   under `*` the weight of each tenant that is not named
/// @param models facts of models that go before those which the gateway knows, as JSON in the form
///   of its own table (docs/configuration.md); empty for none
public record GatewayConfig(
    List<ProviderConfig> providers,
    List<RouteConfig> routes,
    boolean discover,
    Map<String, QuotaConfig> quotas,
    Map<String, Integer> tenants,
    String models) {
  public GatewayConfig {
    providers = List.copyOf(providers);
    routes = List.copyOf(routes);
    quotas = Map.copyOf(quotas);
    tenants = Map.copyOf(tenants);
    tenants.forEach(GatewayConfig::checkWeight);
  }

  /// A gateway that has only the built-in facts of models.
  public GatewayConfig(
      List<ProviderConfig> providers,
      List<RouteConfig> routes,
      boolean discover,
      Map<String, QuotaConfig> quotas,
      Map<String, Integer> tenants) {
    this(providers, routes, discover, quotas, tenants, "");
  }

  /// A gateway without configured quotas, of whose providers nothing more is known than
  /// [ProviderQuotas] say, and without weights of tenants.
  public GatewayConfig(List<ProviderConfig> providers, List<RouteConfig> routes, boolean discover) {
    this(providers, routes, discover, Map.of(), Map.of());
  }

  /// Describes a configuration by hand:
  ///
  /// ```java
  /// GatewayConfig config =
  ///     GatewayConfig.builder()
  ///         .provider("openai", ProviderType.OPENAI, new Secret(openAiKey))
  ///         .provider(
  ///             "local",
  ///             ProviderType.VLLM,
  ///             provider -> provider.url("http://127.0.0.1:8000/v1"))
  ///         .route(
  ///             "chat",
  ///             route -> route.models("fast").target("openai", "gpt-5-mini").fallback("local", "qwen3"))
  ///         .build();
  /// ```
  public static GatewayConfigBuilder builder() {
    return new GatewayConfigBuilder();
  }

  /// A copy of this configuration with further routes behind its own.
  public GatewayConfig withRoutes(List<RouteConfig> further) {
    return further.isEmpty()
        ? this
        : new GatewayConfig(
            providers,
            Stream.concat(routes.stream(), further.stream()).toList(),
            discover,
            quotas,
            tenants,
            models);
  }

  /// What is wrong with this configuration, by the rules of the configuration file, a line each
  /// with the thing, the value and the remedy; empty if it can be used. No line shows a secret.
  public List<String> problems() {
    return ConfigCheck.problems(this);
  }

  /// Returns this configuration if it can be used.
  ///
  /// @throws InvalidConfigException with all [#problems] if there are any
  public GatewayConfig checked() {
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    return this;
  }

  private static void checkWeight(String tenant, int weight) {
    if (weight < 1) {
      throw new IllegalArgumentException(
          "the weight of tenant `" + tenant + "` is " + weight + "; it must be at least 1");
    }
  }

  /// The targets, as `provider/model`, that calls may be sent to: those of routes, and all models
  /// of each provider where they are discovered. A new set, in order.
  public SortedSet<String> targetNames() {
    Stream<String> routed =
        routes.stream().flatMap(route -> route.targets().stream()).map(TargetConfig::name);
    return Stream.concat(discovered(), routed).collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<String> discovered() {
    return providers.stream().filter(_ -> discover).map(provider -> provider.name() + "/*");
  }

  /// The targets, as `provider/model`, that are the only target of some route. Discovered ones all
  /// are.
  public Set<String> soleTargets() {
    Stream<String> sole =
        routes.stream()
            .filter(route -> route.targets().size() == 1)
            .map(route -> route.targets().getFirst().name());
    return Stream.concat(discovered(), sole).collect(Collectors.toUnmodifiableSet());
  }

  /// The configured quota of a provider.
  public QuotaConfig quota(ProviderConfig provider) {
    QuotaConfig configured = quotas.get(provider.name());
    return configured == null ? ProviderQuotas.defaults(provider.type()) : configured;
  }
}
