package dev.sluice.cli.explain;

import dev.sluice.call.text.EnumWords;
import dev.sluice.cli.config.Loaded;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.ProviderQuotas;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.config.value.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The limits of a route's providers, target by target, as far as the configuration states them.
///
/// @param model the name that targets without one of their own pass on
record QuotaLines(Loaded loaded, RouteConfig route, String model) {

  void addTo(Table table) {
    GatewayConfig config = loaded.config().gateway();
    for (TargetConfig target : route.targets()) {
      config.providers().stream()
          .filter(provider -> provider.name().equals(target.provider()))
          .forEach(provider -> add(table, provider, config.quota(provider), target));
    }
  }

  private void add(Table table, ProviderConfig provider, QuotaConfig quota, TargetConfig target) {
    String name = target.model().orElse(model);
    table.row(
        "  " + provider.name() + "/" + name,
        words(provider, quota, name),
        origin(provider.name(), name));
  }

  private String origin(String provider, String name) {
    Loaded.Origin origin = loaded.origin();
    return origin
        .of("providers", provider, "limits", name)
        .or(() -> origin.of("providers", provider, "limits", QuotaConfig.ANY))
        .or(() -> origin.of("providers", provider, "concurrency"))
        .orElse("default");
  }

  private static String words(ProviderConfig provider, QuotaConfig quota, String name) {
    QuotaLimits limits = quota.of(name);
    List<String> words = new ArrayList<>();
    add(words, "rpm", limits.rpm());
    add(words, "tpm", limits.tpm());
    add(words, "input_tpm", limits.inputTpm());
    add(words, "output_tpm", limits.outputTpm());
    add(words, "rpd", limits.rpd());
    limits.burst().ifPresent(burst -> words.add("burst " + Durations.show(burst)));
    limits.concurrent().ifPresent(most -> words.add("concurrent " + most));
    add(words, "output", limits.output());
    add(words, "default_max_tokens", provider.defaultMaxTokens());
    switch (quota.concurrency()) {
      case Concurrency.Adaptive() -> words.add("concurrency adaptive");
      case Concurrency.Fixed(int most) -> words.add("concurrency " + most);
      case Concurrency.Unbounded() -> {}
    }
    String limited = words.isEmpty() ? "learned" : String.join(", ", words);
    return limited + charged(provider, limits, name);
  }

  /// How calls are charged, where the configuration says so or output counts in a way of its own.
  private static String charged(ProviderConfig provider, QuotaLimits limits, String name) {
    ChargeRule rule = ProviderQuotas.charging(provider, name).with(limits.charging());
    if (!rule.output().fillsUp() && limits.charging().equals(ChargeTerms.NONE)) {
      return "";
    }
    return "; charge %s%s%s"
        .formatted(
            EnumWords.of(rule.output()),
            rule.cached() ? "" : ", cached free",
            rule.burndown() == 1 ? "" : ", burndown " + rule.burndown());
  }

  private static void add(List<String> words, String key, OptionalLong value) {
    value.ifPresent(count -> words.add(key + " " + count));
  }
}
