package dev.sluice.config.file;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.value.ModelTableText;
import dev.sluice.config.yaml.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The reader of the sections of a configuration file that an engine is built from: `providers`,
/// `defaults`, `routes`, `tenants` and `models`.
public final class GatewaySections {
  private GatewaySections() {}

  /// Reads the sections of a file. What is wrong with them is noted.
  ///
  /// @param root of the file; its other keys are not asked for
  public static GatewayConfig read(Section root) {
    Map<String, QuotaConfig> quotas = new HashMap<>();
    List<ProviderConfig> providers =
        root.named("providers", (name, in) -> ProviderReader.read(name, in, quotas));
    List<HeaderPattern> forwarded = new ArrayList<>();
    RoutePolicy policy = root.in("defaults", in -> defaults(in, forwarded));
    RouteReader reader = new RouteReader(root.names("providers"), policy);
    List<RouteConfig> routes = root.named("routes", reader::read);
    BedrockModels.notes(providers, routes).forEach(what -> root.note("routes", what));
    VertexModels.notes(providers, routes).forEach(what -> root.note("routes", what));
    Map<String, Integer> tenants = QueueReader.tenants(root);
    if (!root.has("providers")) {
      root.fail("has no providers: add `providers: {openai: {type: openai, key: ...}}`");
    }
    return new GatewayConfig(
        providers.stream().map(provider -> provider.forwarding(forwarded)).toList(),
        routes,
        !root.has("routes"),
        quotas,
        tenants,
        root.get("models", new ModelTableText(), ""));
  }

  /// @param forwarded gets the headers that pass to every provider
  private static RoutePolicy defaults(Section in, List<HeaderPattern> forwarded) {
    forwarded.addAll(ForwardHeaders.read(in));
    return PolicyReader.read(in, RoutePolicy.defaults());
  }
}
