package dev.sluice.config;

import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.RoutePolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The description of a route, within that of a gateway: the models that it answers for, and where
/// their calls go. For one thread.
public final class RouteBuilder {
  private final String name;
  private final List<String> models = new ArrayList<>();
  private final Map<Operation, String> defaults = new EnumMap<>(Operation.class);
  private final List<TargetConfig> targets = new ArrayList<>();
  private RoutePolicy policy;

  RouteBuilder(String name, RoutePolicy policy) {
    this.name = name;
    this.policy = policy;
  }

  /// Adds what the route answers for: names, `prefix*`, `prefix/*` (the prefix is cut where a
  /// target passes the name on), or `*` for any model.
  public RouteBuilder models(String... names) {
    models.addAll(List.of(names));
    return this;
  }

  /// Sets the model of calls of an operation that name none.
  public RouteBuilder defaultModel(Operation operation, String model) {
    defaults.put(operation, model);
    return this;
  }

  /// Adds a target that is asked for the model that the call names.
  ///
  /// @param provider the provider's name
  public RouteBuilder target(String provider) {
    return target(new TargetConfig(provider, Optional.empty(), 1, 0));
  }

  /// Adds a target.
  ///
  /// @param provider the provider's name
  /// @param model the model's name at the provider
  public RouteBuilder target(String provider, String model) {
    return target(new TargetConfig(provider, Optional.of(model), 1, 0));
  }

  /// Adds a target that serves only when none of those before it can.
  ///
  /// @param provider the provider's name
  /// @param model the model's name at the provider
  public RouteBuilder fallback(String provider, String model) {
    int rank = targets.stream().mapToInt(TargetConfig::rank).max().orElse(0) + 1;
    return target(new TargetConfig(provider, Optional.of(model), 1, rank));
  }

  /// Adds a target that was described elsewhere, with a weight, a rank or a context window.
  public RouteBuilder target(TargetConfig target) {
    targets.add(target);
    return this;
  }

  /// Sets how calls are treated.
  public RouteBuilder policy(RoutePolicy own) {
    policy = own;
    return this;
  }

  /// Changes how calls are treated, from what is usual for the routes of this gateway:
  /// `policy(usual -> usual.with(RetryConfig.off()))`.
  public RouteBuilder policy(UnaryOperator<RoutePolicy> change) {
    policy = change.apply(policy);
    return this;
  }

  RouteConfig build() {
    return new RouteConfig(name, models, defaults, targets, policy);
  }
}
