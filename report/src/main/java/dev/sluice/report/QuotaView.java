package dev.sluice.report;

import dev.sluice.config.quota.Dimension;

/// One limit of a provider for one credential and model.
///
/// @param provider its configured name
/// @param model a target's; `*` for all that are passed on
/// @param credential its place among the provider's, from 0
/// @param dimension what it counts
/// @param limit what is allowed a minute; infinite while that is not known
/// @param remaining what can be taken now
/// @param utilisation what was used in about the last minute, as a share of it: at most 1
/// @param learned whether refusals have taught it
/// @param margin how far below the limit to stay, as a share of it
/// @param throttles how often the provider has refused an attempt for want of it
public record QuotaView(
    String provider,
    String model,
    int credential,
    Dimension dimension,
    double limit,
    double remaining,
    double utilisation,
    boolean learned,
    double margin,
    long throttles) {

  /// Whether the limit is known.
  boolean known() {
    return Double.isFinite(limit) && limit > 0;
  }

  /// The target that the limit belongs to, as `provider/model`.
  String target() {
    return provider + "/" + model;
  }

  /// How much of the limit is used: `54.5 % of its limit of 600 requests a minute`.
  String words() {
    return Unit.SHARE.show(utilisation) + " of " + limitWords();
  }

  /// The limit in words: `its limit of 600 requests a minute`.
  String limitWords() {
    String what =
        switch (dimension) {
          case REQUESTS -> " requests";
          case TOKENS -> " tokens";
          case INPUT -> " input tokens";
          case OUTPUT -> " output tokens";
        };
    return "its %s%s%s a minute"
        .formatted(learned ? "learned limit of " : "limit of ", Unit.count(limit), what);
  }

  /// The key of the configuration that sets the limit.
  public String key() {
    return limits(provider, model)
        + switch (dimension) {
          case REQUESTS -> ".rpm";
          case TOKENS -> ".tpm";
          case INPUT -> ".input_tpm";
          case OUTPUT -> ".output_tpm";
        };
  }

  /// The section of the configuration with a model's limits.
  static String limits(String provider, String model) {
    return "providers." + provider + ".limits." + (model.equals("*") ? "\"*\"" : model);
  }
}
