package dev.sluice.server.batches;

import dev.sluice.api.Endpoint;
import dev.sluice.api.Endpoints;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.Delegates.Choice;
import dev.sluice.batches.Delegates.Here;
import dev.sluice.batches.Delegates.There;
import dev.sluice.call.request.Operation;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.server.client.Client;
import dev.sluice.server.config.ProviderBatches;
import dev.sluice.server.config.SluiceConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The choice of the one target that could run all lines of a batch: a route has one target that
/// serves while all is well, at a provider with one credential that runs batches. Pure, but for the
/// routes of a model, which the gateway knows.
///
/// @param config that holds now
/// @param routes that there are
record DelegateTargets(SluiceConfig config, Routes routes) {
  /// The version of Anthropic's API by which batches are made.
  private static final String USUAL_VERSION = "2023-06-01";

  /// Knows the routes of a model.
  @FunctionalInterface
  interface Routes {
    /// The names of the routes that may answer for a model.
    List<String> of(String model, Operation operation);
  }

  /// Chooses, whatever it costs.
  ///
  /// @param models those that the lines name
  Choice choose(BatchOrder order, Client client, Set<String> models) {
    Operation operation = operation(order.endpoint());
    if (models.size() != 1) {
      return new Here(
          "its lines name several models, and a provider's batch has one: make a batch for each");
    }
    if (hasFormOfItsOwn(order)) {
      return new Here(
          "its anthropic-beta or anthropic-version is not sent with a provider's batch");
    }
    if (!client.terms().limits().isNone()) {
      return new Here("its key has limits by the minute, which no provider keeps");
    }
    String model = models.iterator().next();
    List<String> found = routes.of(model, operation);
    if (found.size() != 1) {
      return new Here("its model has several routes, or none");
    }
    return config.gateway().routes().stream()
        .filter(route -> route.name().equals(found.getFirst()))
        .findFirst()
        .map(route -> along(route, model, operation))
        .orElseGet(() -> new Here("its route is not configured"));
  }

  /// Whether the headers of a batch say how each of its lines is read. A provider's batch is made
  /// without them.
  private static boolean hasFormOfItsOwn(BatchOrder order) {
    String version = order.headers().getOrDefault("anthropic-version", USUAL_VERSION);
    return order.headers().containsKey("anthropic-beta") || !version.equals(USUAL_VERSION);
  }

  private static Operation operation(String endpoint) {
    return Endpoints.at(endpoint).orElseThrow() instanceof Endpoint.Calling calling
        ? calling.operation()
        : Operation.PASS_THROUGH;
  }

  private Choice along(RouteConfig route, String model, Operation operation) {
    int first = route.targets().stream().mapToInt(TargetConfig::rank).min().orElse(0);
    List<TargetConfig> tier =
        route.targets().stream().filter(target -> target.rank() == first).toList();
    if (tier.size() != 1 || route.when().isPresent() || tier.getFirst().when().isPresent()) {
      return new Here("the first tier of its route has several targets, or conditions");
    }
    TargetConfig target = tier.getFirst();
    Optional<String> name = target.model().or(() -> passedOn(route, model));
    Optional<ProviderConfig> provider = provider(target.provider());
    if (provider.isEmpty()) {
      return new Here("the provider of its target is not configured");
    }
    if (name.isEmpty()) {
      return new Here("its route passes the names of models on by a pattern");
    }
    Optional<String> why = unfit(provider.get(), operation);
    return why.<Choice>map(Here::new)
        .orElseGet(() -> new There(target.provider() + "/" + name.get()));
  }

  /// The name that a target gets which passes names on, where nothing is cut off it.
  private static Optional<String> passedOn(RouteConfig route, String model) {
    boolean whole = route.models().contains(model) || route.models().contains("*");
    return whole ? Optional.of(model) : Optional.empty();
  }

  /// The provider of this name.
  Optional<ProviderConfig> provider(String name) {
    return config.gateway().providers().stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst();
  }

  /// Why a provider runs no batches of the gateway's; empty where it does.
  private static Optional<String> unfit(ProviderConfig provider, Operation operation) {
    boolean runs = ProviderBatches.operations(provider).contains(operation);
    if (!runs || !ProviderBatches.runsBatches(provider)) {
      return Optional.of("its provider runs no batches of such calls that are known here");
    }
    if (provider.keys().size() > 1) {
      return Optional.of("its provider has several credentials, which may be several accounts");
    }
    boolean added = provider.defaultMaxTokens().isPresent() || !provider.labels().isEmpty();
    return added
        ? Optional.of("calls to its provider get members of the gateway's own")
        : Optional.empty();
  }
}
