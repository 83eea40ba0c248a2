package dev.sluice.internal.wiring;

import dev.sluice.call.gate.Gate;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.quota.ProviderQuotas;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.internal.quota.QuotaGauges;
import dev.sluice.internal.quota.Quotas;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The quotas of all credentials. Targets that share a credential share its quotas, whatever their
/// route. Filled while the gateway is joined; then read by any thread.
public final class QuotaRegistry {
  private final GatewayConfig config;
  private final AdmissionControllers controllers;
  private final Clock clock;
  private final Map<Credential, Quotas> quotas = new LinkedHashMap<>();
  private final Set<Entry> entries = new LinkedHashSet<>();

  private record Credential(String provider, int index) {}

  /// A quota, as metrics name it.
  ///
  /// @param provider its configured name
  /// @param credential the position of its credential among the provider's, from 0
  /// @param model a target's; `*` for all that are passed on
  public record Entry(String provider, int credential, String model) {}

  QuotaRegistry(GatewayConfig config, AdmissionControllers controllers, Clock clock) {
    this.config = config;
    this.controllers = controllers;
    this.clock = clock;
  }

  /// The gate of a target.
  ///
  /// @param credential the position of the target's credential among the provider's, from 0
  /// @param model the target's; empty where it passes names on
  Gate gate(ProviderConfig provider, int credential, Optional<String> model) {
    entries.add(new Entry(provider.name(), credential, model.orElse(QuotaConfig.ANY)));
    return quotas
        .computeIfAbsent(
            new Credential(provider.name(), credential),
            _ -> new Quotas(config.quota(provider), ProviderQuotas.charging(provider.type())))
        .gate(model, clock.nanos());
  }

  /// The provider, model and credential of each quota.
  public Collection<Entry> entries() {
    return Set.copyOf(entries);
  }

  /// The current figures of a quota; empty where nothing has been asked of it yet.
  public Optional<QuotaGauges> gauges(Entry entry) {
    return Optional.ofNullable(quotas.get(new Credential(entry.provider(), entry.credential())))
        .flatMap(
            of ->
                controllers
                    .of(entry.provider())
                    .ask(() -> of.gauges(entry.model(), clock.nanos())));
  }
}
