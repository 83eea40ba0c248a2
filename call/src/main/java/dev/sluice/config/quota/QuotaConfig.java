package dev.sluice.config.quota;

import java.util.Map;

/// The configured quota of one provider, for each of its credentials.
///
/// @param limits the limits by model; those under `*` hold for every model that is not named, each
///   by itself
/// @param concurrency the bound on the attempts that each model may have at a time
/// @param kept whether limits are kept; if not, nothing is learned of limits, attempts are sent as
///   they come, and a provider's hint binds only the call that got it
public record QuotaConfig(Map<String, QuotaLimits> limits, Concurrency concurrency, boolean kept) {
  /// The name that stands for every model that is not named.
  public static final String ANY = "*";

  public QuotaConfig {
    limits = Map.copyOf(limits);
  }

  /// A quota whose limits are kept.
  public QuotaConfig(Map<String, QuotaLimits> limits, Concurrency concurrency) {
    this(limits, concurrency, true);
  }

  /// The quota of a provider whose limits are not kept.
  public static QuotaConfig off() {
    return new QuotaConfig(Map.of(), new Concurrency.Unbounded(), false);
  }

  /// The quota of a provider of which nothing is known: limits come from headers, or are learned
  /// from refusals.
  public static QuotaConfig defaults() {
    return new QuotaConfig(Map.of(), new Concurrency.Unbounded());
  }

  /// The limits of `model`.
  public QuotaLimits of(String model) {
    return limits.getOrDefault(model, limits.getOrDefault(ANY, QuotaLimits.NONE));
  }
}
