package dev.sluice.config.quota;

import java.util.Map;

/// The configured quota of one provider, for each of its credentials.
///
/// @param limits by model; those under `*` hold for every model that is not named, each by itself
/// @param concurrency how many attempts each model may have at a time
public record QuotaConfig(Map<String, QuotaLimits> limits, Concurrency concurrency) {
  /// The name that stands for every model that is not named.
  public static final String ANY = "*";

  public QuotaConfig {
    limits = Map.copyOf(limits);
  }

  /// Nothing known: limits come from headers, or are learned from refusals.
  public static QuotaConfig defaults() {
    return new QuotaConfig(Map.of(), new Concurrency.Unbounded());
  }

  /// The limits of `model`.
  public QuotaLimits of(String model) {
    return limits.getOrDefault(model, limits.getOrDefault(ANY, QuotaLimits.NONE));
  }
}
