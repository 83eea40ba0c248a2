package dev.sluice.internal.quota;

import dev.sluice.call.Failed;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.stats.RateLimitSnapshot;
import java.util.EnumMap;
import java.util.Map;

/// The per-minute limits of one quota, by what they count.
final class RateLimits {
  private final Map<Dimension, RateLimitModel> models = new EnumMap<>(Dimension.class);

  RateLimits(QuotaLimits limits, long now) {
    for (Dimension dimension : Dimension.ALL) {
      models.put(dimension, new RateLimitModel(limits.of(dimension), limits.burst(), now));
    }
  }

  void configure(QuotaLimits limits, long now) {
    for (Dimension dimension : Dimension.ALL) {
      of(dimension).configure(limits.of(dimension), limits.burst(), now);
    }
  }

  RateLimitModel of(Dimension dimension) {
    RateLimitModel model = models.get(dimension);
    if (model == null) {
      throw new IllegalStateException("there is a model for every dimension");
    }
    return model;
  }

  /// Returns the state of the limits, for gauges.
  Map<Dimension, RateLimitSnapshot> gauges(long now) {
    Map<Dimension, RateLimitSnapshot> gauges = new EnumMap<>(Dimension.class);
    models.forEach((dimension, model) -> gauges.put(dimension, model.gauges(now)));
    return gauges;
  }

  /// Returns the limit to blame for a refusal: the emptiest of those that the refusal may mean.
  Dimension scarce(Failed.Dimension said, long now) {
    Dimension scarce = said == Failed.Dimension.TOKENS ? Dimension.TOKENS : Dimension.REQUESTS;
    for (Dimension dimension : Dimension.ALL) {
      boolean meant = said == Failed.Dimension.UNKNOWN || dimension.reported() == said;
      if (meant && of(dimension).fill(now) < of(scarce).fill(now)) {
        scarce = dimension;
      }
    }
    return scarce;
  }

  /// Returns in how many seconds `queued` has been let through and `own` fits, in all limits.
  ///
  /// @param deviation the tokens that are kept free beside what is estimated
  double secondsUntil(Charge own, double deviation, QueuedDemand queued, long now) {
    double seconds = 0;
    for (Dimension dimension : Dimension.ALL) {
      if (own.of(dimension) > 0 && of(dimension).bounded()) {
        double last = own.needed(dimension) + (dimension.countsInput() ? deviation : 0);
        double alone = of(dimension).secondsUntil(amount(dimension, queued), last, now);
        seconds = Math.max(seconds, alone);
      }
    }
    return seconds;
  }

  private static double amount(Dimension of, QueuedDemand queued) {
    return of == Dimension.REQUESTS
        ? queued.calls()
        : (of.countsInput() ? queued.input() : 0) + (of.countsOutput() ? queued.output() : 0);
  }
}
