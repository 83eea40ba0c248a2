package dev.sluice.lab.nodes;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.sim.limit.Limiter.LimitStatus;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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
  Optional<RateLimitInfo> told(PlayedProvider.Stands stands) {
    return setting.told()
        ? Optional.of(
            new RateLimitInfo(
                Map.of(
                    Unit.REQUESTS, limit(stands.requests()), Unit.TOKENS, limit(stands.tokens()))))
        : Optional.empty();
  }

  private static Limit limit(@Nullable LimitStatus status) {
    if (status == null) {
      throw new IllegalStateException("everything is limited here");
    }
    return new Limit(
        OptionalLong.of(status.limit()),
        OptionalLong.of(status.remaining()),
        Optional.of(status.reset()));
  }
}
