package dev.sluice.lab.admit;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.lab.load.ReplyListener.Stands;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The source of the gateway's knowledge of the provider's limits.
enum Knowledge {
  /// The gateway knows its configuration.
  CONFIGURATION(true, false),
  /// The gateway knows its configuration, and the answers' headers.
  BOTH(true, true),
  /// The gateway knows the answers' headers.
  HEADERS(false, true),
  /// The gateway knows of refusals alone.
  REFUSALS(false, false);

  private final boolean configured;
  private final boolean told;

  Knowledge(boolean configured, boolean told) {
    this.configured = configured;
    this.told = told;
  }

  /// Returns the limits that are configured; none where the gateway does not know them.
  public QuotaConfig config(ProviderRates rates) {
    QuotaLimits limits = configured ? limits(rates) : QuotaLimits.NONE;
    QuotaConfig defaults = QuotaConfig.defaults();
    return new QuotaConfig(Map.of(QuotaConfig.ANY, limits), defaults.concurrency());
  }

  /// Returns the limits in an answer's headers; none where the gateway does not see them.
  RateLimitInfo told(Stands stands) {
    return told ? stands.told() : RateLimitInfo.NONE;
  }

  private static QuotaLimits limits(ProviderRates rates) {
    return new QuotaLimits(
        OptionalLong.of(rates.requests()),
        OptionalLong.of(rates.tokens()),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        ChargeTerms.NONE);
  }
}
