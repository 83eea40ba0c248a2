package dev.sluice.server.config;

import dev.sluice.call.request.Operation;
import dev.sluice.config.ConfigNames;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.Bound;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.config.provider.ProviderConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The ways to the batch APIs of providers: a route for each, as those of pass-throughs are, which
/// no client may ask for. Pure functions.
public final class ProviderBatches {
  /// What the pass-throughs of clients are not called.
  public static final String PREFIX = "batches.";

  private static final Duration SENT = Duration.ofMinutes(5);
  private static final Duration STALL = Duration.ofMinutes(1);
  private static final Duration ALL = Duration.ofMinutes(30);

  private ProviderBatches() {}

  /// The routes of a configuration with batches, whether or not new ones are delegated: what
  /// providers have is paid for.
  public static List<RouteConfig> routes(GatewayConfig gateway) {
    return gateway.providers().stream()
        .filter(ProviderBatches::runsBatches)
        .map(ProviderBatches::route)
        .toList();
  }

  /// Whether a provider is one whose batches are known here: OpenAI's, Azure's of the same form,
  /// and Anthropic's.
  public static boolean runsBatches(ProviderConfig provider) {
    return !operations(provider).isEmpty() && ConfigNames.isPlain(PREFIX + provider.name());
  }

  /// The operations that a provider runs in batches, as they are asked for: those whose answers are
  /// the client's as they come, and name nothing that the provider keeps.
  public static Set<Operation> operations(ProviderConfig provider) {
    return switch (provider.type()) {
      case OPENAI, AZURE -> Set.of(Operation.CHAT, Operation.COMPLETIONS, Operation.EMBEDDINGS);
      case ANTHROPIC ->
          provider.api() == ProviderConfig.Api.MESSAGES ? Set.of(Operation.MESSAGES) : Set.of();
      default -> Set.of();
    };
  }

  /// The name of the route to a provider's batches.
  public static String name(String provider) {
    return ConfigNames.PASS_THROUGH + PREFIX + provider;
  }

  /// Each request is sent once; a file takes as long as it takes, and nothing is learned of it.
  private static RouteConfig route(ProviderConfig provider) {
    RoutePolicy usual = RoutePolicy.defaults();
    Duration connect = usual.timeout().connect();
    var slow = new TimeoutConfig(connect, new Bound.Fixed(SENT), new Bound.Fixed(STALL), ALL);
    var once =
        new RoutePolicy(
            slow,
            usual.upstreamStream(),
            RetryConfig.off(),
            RaceConfig.off(),
            usual.breaker(),
            usual.queue(),
            usual.reuse(),
            usual.commit(),
            usual.choice(),
            Optional.empty(),
            usual.strictTranslation());
    String name = name(provider.name());
    var target = new TargetConfig(provider.name(), Optional.of(name), 1, 0);
    return new RouteConfig(name, List.of(name), List.of(target), once);
  }
}
