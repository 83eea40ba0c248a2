package dev.sluice.config;

import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.quota.QuotaConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The description of a gateway's configuration, for an application that writes it in Java instead
/// of a file. What is left out is as in the file; mistakes are collected, and [#build] says all of
/// them. For one thread. [GatewayConfig#builder] has an example.
public final class GatewayConfigBuilder {
  private final List<ProviderConfig> providers = new ArrayList<>();
  private final List<RouteConfig> routes = new ArrayList<>();
  private final Map<String, QuotaConfig> quotas = new HashMap<>();
  private final Map<String, Integer> tenants = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private Optional<Boolean> discover = Optional.empty();
  private RoutePolicy policy = RoutePolicy.defaults();
  private String models = "";

  GatewayConfigBuilder() {}

  /// Adds a provider at its vendor's own address.
  ///
  /// @param name what targets, headers and metrics call it
  /// @param key its credential; see [Secret#ofVariable]
  public GatewayConfigBuilder provider(String name, ProviderType type, Secret key) {
    return provider(name, type, provider -> provider.key(key));
  }

  /// Adds a provider. When a model is discovered, the first one that lists it wins.
  ///
  /// @param name what targets, headers and metrics call it
  /// @param settings says what is special about it, before this method returns
  public GatewayConfigBuilder provider(
      String name, ProviderType type, Consumer<ProviderBuilder> settings) {
    var provider = new ProviderBuilder(name, type);
    settings.accept(provider);
    providers.add(provider.build());
    problems.addAll(provider.problems());
    return this;
  }

  /// Adds a provider that was described elsewhere.
  public GatewayConfigBuilder provider(ProviderConfig provider) {
    providers.add(provider);
    return this;
  }

  /// Adds a route. An exact name of a model wins over a pattern, a longer pattern over a shorter.
  ///
  /// @param name what metrics and messages call it
  /// @param settings says what it answers for and where its calls go, before this method returns
  public GatewayConfigBuilder route(String name, Consumer<RouteBuilder> settings) {
    var route = new RouteBuilder(name, policy);
    settings.accept(route);
    routes.add(route.build());
    return this;
  }

  /// Adds a route that was described elsewhere.
  public GatewayConfigBuilder route(RouteConfig route) {
    routes.add(route);
    return this;
  }

  /// Sets how calls are treated on the routes that are added from now on, as far as these say
  /// nothing else.
  public GatewayConfigBuilder policy(RoutePolicy usual) {
    policy = usual;
    return this;
  }

  /// Sets what a provider allows. What is not said of it is learned from its answers.
  public GatewayConfigBuilder quota(String provider, QuotaConfig quota) {
    quotas.put(provider, quota);
    return this;
  }

  /// Sets how much of a shared target a tenant may have while calls wait.
  ///
  /// @param name what calls say their tenant is; `*` for each tenant that is not named
  /// @param weight at least 1, the weight of a tenant that has none of its own
  public GatewayConfigBuilder tenant(String name, int weight) {
    if (weight < 1) {
      problems.add("the weight of a tenant is " + weight + ": it must be at least 1");
    } else {
      tenants.put(name, weight);
    }
    return this;
  }

  /// Sets whether the models that providers list can be called under their own names, and all of a
  /// provider's models as `NAME/MODEL`; so it is by default where there are no routes.
  public GatewayConfigBuilder discover(boolean whether) {
    discover = Optional.of(whether);
    return this;
  }

  /// Sets facts of models that go before those which the gateway knows.
  ///
  /// @param json in the form of the gateway's own table (docs/configuration.md)
  public GatewayConfigBuilder models(String json) {
    models = json;
    return this;
  }

  /// Makes the configuration.
  ///
  /// @throws InvalidConfigException with everything that is wrong with it
  public GatewayConfig build() {
    var config =
        new GatewayConfig(
            providers, routes, discover.orElse(routes.isEmpty()), quotas, tenants, models);
    var all = new ArrayList<>(problems);
    all.addAll(config.problems());
    if (!all.isEmpty()) {
      throw new InvalidConfigException(all);
    }
    return config;
  }
}
