package dev.sluice.internal.wiring;

import dev.sluice.call.gate.Gate;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.ProviderQuotas;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.internal.quota.Quotas;
import dev.sluice.share.Sharing;
import dev.sluice.stats.QuotaGauges;
import dev.sluice.stats.QuotaStats;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// The quotas of all credentials. Targets that share a credential share its quotas, whatever their
/// route; a credential that goes on from one generation to the next keeps them. Filled while a
/// generation is built; then read by any thread.
final class QuotaRegistry implements QuotaStats {
  private final GatewayConfig config;
  private final AdmissionControllers controllers;
  private final Clock clock;
  private final Optional<Sharing> shares;
  private final ToLongFunction<String> most;

  /// The quotas of the previous generation that may go on.
  private final Map<Owner, Quotas> before;

  /// All quotas of the previous generation, until this one is published.
  private Set<Quotas> replaced;

  private final Map<Owner, Configured> quotas = new LinkedHashMap<>();
  private final Map<Entry, Quotas> entries = new LinkedHashMap<>();

  private record Owner(String provider, Optional<Secret> key) {}

  /// @param rules by model
  /// @param models the models of the credential's targets; `*` among them if a target passes names
  ///   on
  private record Configured(
      Quotas quotas, QuotaConfig config, Function<String, ChargeRule> rules, Set<String> models) {}

  /// @param most returns how many tokens a model writes at the most; 0 where that is not known
  QuotaRegistry(
      GatewayConfig config,
      AdmissionControllers controllers,
      Clock clock,
      Optional<Sharing> shares,
      ToLongFunction<String> most) {
    this(config, controllers, clock, shares, most, Map.of(), Set.of());
  }

  private QuotaRegistry(
      GatewayConfig config,
      AdmissionControllers controllers,
      Clock clock,
      Optional<Sharing> shares,
      ToLongFunction<String> most,
      Map<Owner, Quotas> before,
      Set<Quotas> replaced) {
    this.config = config;
    this.controllers = controllers;
    this.clock = clock;
    this.shares = shares;
    this.most = most;
    this.before = before;
    this.replaced = replaced;
  }

  /// Returns the quotas of the next generation.
  QuotaRegistry next(
      GatewayConfig config,
      AdmissionControllers controllers,
      Carried carried,
      ToLongFunction<String> most) {
    Map<Owner, Quotas> known = new HashMap<>();
    quotas.forEach(
        (owner, of) -> {
          if (carried.provider(owner.provider())) {
            known.put(owner, of.quotas());
          }
        });
    Set<Quotas> all = quotas.values().stream().map(Configured::quotas).collect(Collectors.toSet());
    return new QuotaRegistry(config, controllers, clock, shares, most, known, all);
  }

  /// Returns the gate of a target. Quotas that go on from the previous generation are not touched
  /// before [#publish].
  ///
  /// @param credential the position of the target's credential among the provider's, from 0
  /// @param model the target's model; empty where it passes names on
  Gate gate(ProviderConfig provider, int credential, Optional<String> model) {
    var owner = new Owner(provider.name(), Carried.key(provider, credential));
    Configured of = quotas.computeIfAbsent(owner, _ -> made(owner, provider));
    String name = model.orElse(QuotaConfig.ANY);
    of.models().add(name);
    entries.put(new Entry(provider.name(), credential, name), of.quotas());
    return new ModelLimit(of.quotas().gate(model));
  }

  private Configured made(Owner owner, ProviderConfig provider) {
    QuotaConfig limits = config.quota(provider);
    ToLongFunction<String> largest = most;
    Function<String, ChargeRule> rules = model -> rule(provider, limits.of(model), model, largest);
    Quotas known = before.get(owner);
    Quotas of = known == null ? new Quotas(limits, rules, sharing(owner, provider)) : known;
    return new Configured(of, limits, rules, new HashSet<>());
  }

  /// Returns the rule by which a provider charges. A call that sets no bound counts for the one
  /// that it gets here, else for what the configuration or the model's facts say.
  private static ChargeRule rule(
      ProviderConfig provider, QuotaLimits limits, String model, ToLongFunction<String> most) {
    ChargeRule rule = ProviderQuotas.charging(provider, model).with(limits.charging());
    if (provider.defaultMaxTokens().isPresent()) {
      return rule.usually(provider.defaultMaxTokens());
    }
    long bound = rule.output().fillsUp() && limits.output().isEmpty() ? most.applyAsLong(model) : 0;
    return bound > 0 ? rule.usually(OptionalLong.of(bound)) : rule;
  }

  private Optional<Quotas.Sharing> sharing(Owner owner, ProviderConfig provider) {
    String name = provider.name();
    return shares.map(
        with ->
            new Quotas.Sharing(
                with.quotas(),
                name,
                AccountDigest.of(provider.url().toString(), owner.key()),
                change -> controllers.of(name).change(name, change)));
  }

  /// Puts these limits into force, for the models of these targets, and gives up those of the
  /// previous generation that do not go on. Under the locks of admission, or before any call.
  void publish(long now) {
    quotas.values().forEach(of -> of.quotas().configure(of.config(), of.rules(), of.models(), now));
    Set<Quotas> gone = new HashSet<>(replaced);
    quotas.values().forEach(of -> gone.remove(of.quotas()));
    gone.forEach(Quotas::close);
    replaced = Set.of();
  }

  @Override
  public Collection<Entry> entries() {
    return Set.copyOf(entries.keySet());
  }

  @Override
  public Object credential(Entry entry) {
    Quotas known = entries.get(entry);
    if (known == null) {
      throw new IllegalArgumentException("there is no quota of " + entry);
    }
    return known;
  }

  @Override
  public Optional<QuotaGauges> gauges(Entry entry) {
    return Optional.ofNullable(entries.get(entry))
        .flatMap(of -> ask(entry, () -> of.gauges(entry.model(), clock.nanos())));
  }

  @Override
  public Optional<QuotaGauges> gauges(Entry entry, String model) {
    return Optional.ofNullable(entries.get(entry))
        .flatMap(of -> ask(entry, () -> of.applying(model, clock.nanos())));
  }

  /// Runs `question` under the lock that guards the quotas now, although this generation may have
  /// been replaced.
  private <T> T ask(Entry entry, Supplier<T> question) {
    return controllers.of(entry.provider()).ask(entry.provider(), question);
  }
}
