package dev.sluice.internal.quota;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Gate;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.stats.QuotaGauges;
import java.util.OptionalLong;

/// A quota of one model at time zero, for tests of what asks it.
public final class TestQuota {
  private final Quota quota;

  public TestQuota(QuotaLimits limits) {
    quota =
        new Quota(
            limits,
            ChargeRule.defaults(),
            new Concurrency.Unbounded(),
            new LearnedEstimate(OptionalLong.empty()),
            false,
            0);
  }

  /// The gate that calls pass.
  public Gate gate() {
    return quota;
  }

  /// How many tokens `call` is expected to be charged.
  public double tokens(Call call) {
    return quota.expected(call).of(Dimension.TOKENS);
  }

  /// Whether there is room for `call`.
  public boolean isOpen(Call call) {
    return quota.closed(call, true, 0).isEmpty();
  }

  public QuotaGauges gauges() {
    return quota.gauges(0);
  }
}
