package dev.sluice.lab.nodes;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.lab.load.ReplyListener.Stands;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a node knows of the provider's limits.
///
/// @param part the part of the limits that its configuration states
record Knowledge(Setting setting, double part) {

  /// Returns the limits that are configured.
  QuotaConfig config() {
    QuotaConfig defaults = QuotaConfig.defaults();
    QuotaLimits limits = setting.told() ? QuotaLimits.NONE : limits();
    return new QuotaConfig(Map.of(QuotaConfig.ANY, limits), defaults.concurrency());
  }

  private QuotaLimits limits() {
    return new QuotaLimits(
        setting.day().isPresent()
            ? OptionalLong.empty()
            : OptionalLong.of(Math.round(setting.requests() * part)),
        OptionalLong.of(Math.round(setting.quota() * part)),
        OptionalLong.empty(),
        OptionalLong.empty(),
        setting.day(),
        Optional.of(setting.burst()),
        setting.concurrent(),
        OptionalLong.empty(),
        ChargeTerms.NONE);
  }

  /// Returns what an answer's headers say; empty where the provider sends none.
  Optional<RateLimitInfo> told(Stands stands) {
    return setting.told() ? Optional.of(stands.told()) : Optional.empty();
  }
}
