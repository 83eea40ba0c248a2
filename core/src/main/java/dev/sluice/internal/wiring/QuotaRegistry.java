package dev.sluice.internal.wiring;

import dev.sluice.call.gate.Gate;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.quota.ProviderQuotas;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.quota.QuotaGauges;
import dev.sluice.internal.quota.Quotas;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The quotas of all credentials. Targets that share a credential share its quotas, whatever their
/// route; a credential that goes on from one generation to the next keeps them. Filled while a
/// generation is built; then read by any thread.
public final class QuotaRegistry {
  private final GatewayConfig config;
  private final AdmissionControllers controllers;
  private final Clock clock;

  /// What may go on from the previous generation.
  private final Map<Owner, Known> before;

  private final Map<Owner, Configured> quotas = new LinkedHashMap<>();
  private final Map<Entry, Quotas> entries = new LinkedHashMap<>();

  private record Owner(String provider, Optional<Secret> key) {}

  /// @param guard under whose lock the quotas are
  private record Known(Quotas quotas, AdmissionController guard) {}

  /// @param known whether calls use the quotas already
  private record Configured(Quotas quotas, QuotaConfig config, Optional<Known> known) {}

  /// A quota, as metrics name it.
  ///
  /// @param provider its configured name
  /// @param credential the position of its credential among the provider's, from 0
  /// @param model a target's; `*` for all that are passed on
  public record Entry(String provider, int credential, String model) {}

  QuotaRegistry(GatewayConfig config, AdmissionControllers controllers, Clock clock) {
    this(config, controllers, clock, Map.of());
  }

  private QuotaRegistry(
      GatewayConfig config,
      AdmissionControllers controllers,
      Clock clock,
      Map<Owner, Known> before) {
    this.config = config;
    this.controllers = controllers;
    this.clock = clock;
    this.before = before;
  }

  /// Those of the next generation.
  QuotaRegistry next(GatewayConfig config, AdmissionControllers controllers, Carried carried) {
    Map<Owner, Known> known = new HashMap<>();
    quotas.forEach(
        (owner, of) -> {
          if (carried.provider(owner.provider())) {
            known.put(owner, new Known(of.quotas(), this.controllers.of(owner.provider())));
          }
        });
    return new QuotaRegistry(config, controllers, clock, known);
  }

  /// The gate of a target.
  ///
  /// @param credential the position of the target's credential among the provider's, from 0
  /// @param model the target's; empty where it passes names on
  Gate gate(ProviderConfig provider, int credential, Optional<String> model) {
    var owner = new Owner(provider.name(), Carried.key(provider, credential));
    Configured of = quotas.computeIfAbsent(owner, _ -> made(owner, provider));
    entries.put(new Entry(provider.name(), credential, model.orElse(QuotaConfig.ANY)), of.quotas());
    Supplier<Gate> gate = () -> of.quotas().gate(model, clock.nanos());
    return of.known().map(known -> known.guard().ask(gate)).orElseGet(gate);
  }

  private Configured made(Owner owner, ProviderConfig provider) {
    QuotaConfig limits = config.quota(provider);
    Known known = before.get(owner);
    return known == null
        ? new Configured(
            new Quotas(limits, ProviderQuotas.charging(provider.type())), limits, Optional.empty())
        : new Configured(known.quotas(), limits, Optional.of(known));
  }

  /// From now on these limits hold, and models that no target names are forgotten. Under the locks
  /// of admission.
  void publish(long now) {
    quotas
        .values()
        .forEach(
            of -> {
              of.quotas().retain(models(of.quotas()));
              of.quotas().configure(of.config(), now);
            });
  }

  private Set<String> models(Quotas of) {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue() == of)
        .map(entry -> entry.getKey().model())
        .collect(Collectors.toSet());
  }

  /// The provider, model and credential of each quota.
  public Collection<Entry> entries() {
    return Set.copyOf(entries.keySet());
  }

  /// The current figures of a quota; empty where nothing has been asked of it yet.
  public Optional<QuotaGauges> gauges(Entry entry) {
    return Optional.ofNullable(entries.get(entry))
        .flatMap(
            of ->
                controllers
                    .of(entry.provider())
                    .ask(() -> of.gauges(entry.model(), clock.nanos())));
  }
}
