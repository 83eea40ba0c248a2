package dev.sluice.internal.quota;

import static dev.sluice.internal.quota.QuotaCalls.call;
import static dev.sluice.internal.quota.QuotaCalls.limits;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import dev.sluice.call.gate.Permit;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.stats.RateLimitSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Parts and helpers that the tests of a quota share.
abstract class QuotaFixture {
  static final long TPM = 60_000;

  /// By the prior of four bytes a token 1,000 tokens, and 500 for the output.
  final Call call = call(4_000, 500);

  static Failed throttled() {
    return new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), "");
  }

  static Quota quota(QuotaLimits limits) {
    return new Quota(
        limits,
        ChargeRule.defaults(),
        new Concurrency.Unbounded(),
        new LearnedEstimate(OptionalLong.empty()),
        false,
        0);
  }

  static Permit enter(Quota quota, Call call, long now) {
    return quota.enter(call, now);
  }

  static Failed why(Quota quota, Call call) {
    return quota.closed(call, true, 0).orElseThrow().why();
  }

  static RateLimitSnapshot tokens(Quota quota, long now) {
    return quota.gauges(now).of(Dimension.TOKENS);
  }

  static RateLimitInfo tokens(long limit, long remaining) {
    var room = new Limit(OptionalLong.of(limit), OptionalLong.of(remaining), Optional.empty());
    return new RateLimitInfo(Map.of(Unit.TOKENS, room));
  }
}
