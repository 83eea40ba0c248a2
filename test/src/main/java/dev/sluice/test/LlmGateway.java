package dev.sluice.test;

import dev.sluice.Gateway;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Starts gateways of Sluice, in this process, whose providers are one that is scripted: real
/// traffic control over scripted faults. They are closed when the test ends.
///
/// The gateway has a provider of each dialect, and a route to it: models named `claude*` are
/// Anthropic's, `gemini*` are Gemini's, and all others are OpenAI's.
public final class LlmGateway {
  private final LlmProvider llm;

  LlmGateway(LlmProvider llm) {
    this.llm = llm;
  }

  /// Starts a gateway with the policy that a route has by default: it repeats what fails.
  public Gateway start() {
    return start(RoutePolicy.defaults());
  }

  /// Starts a gateway whose routes have this policy.
  public Gateway start(RoutePolicy policy) {
    return start(config(policy));
  }

  /// Starts a gateway of the test's own configuration; see [#config].
  public Gateway start(GatewayConfig config) {
    Gateway gateway = Gateway.builder(config).loops(1).start();
    llm.closeLater(gateway);
    return gateway;
  }

  /// Returns the configuration of a gateway whose routes have this policy.
  public GatewayConfig config(RoutePolicy policy) {
    List<ProviderConfig> providers =
        List.of(
            provider("anthropic", ProviderType.ANTHROPIC, llm.anthropicUrl()),
            provider("gemini", ProviderType.GEMINI, llm.geminiUrl()),
            provider("openai", ProviderType.OPENAI, llm.openAiUrl()));
    List<RouteConfig> routes =
        List.of(
            route("anthropic", "claude*", policy),
            route("gemini", "gemini*", policy),
            route("openai", "*", policy));
    return new GatewayConfig(providers, routes, false);
  }

  private static ProviderConfig provider(String name, ProviderType type, String url) {
    return new ProviderConfig(name, type, URI.create(url), List.of(new Secret("test")), true);
  }

  private static RouteConfig route(String provider, String models, RoutePolicy policy) {
    TargetConfig target = new TargetConfig(provider, Optional.empty(), 1, 0);
    return new RouteConfig(provider, List.of(models), List.of(target), policy);
  }
}
