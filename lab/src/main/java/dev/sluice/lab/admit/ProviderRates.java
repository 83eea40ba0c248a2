package dev.sluice.lab.admit;

import dev.sluice.lab.trace.Trace;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import java.time.Duration;

/// The rates that the provider allows.
///
/// @param tokens a minute
/// @param requests a minute
/// @param bucket how long a time's worth it lets through at once
record ProviderRates(long tokens, long requests, Duration bucket) {
  private static final double MINUTE = 60;

  /// Requests are twice as plentiful as the calls need.
  private static final double SPARE = 2;

  /// The limits under which `trace` asks for `load` times the tokens that there are.
  public static ProviderRates of(Trace trace, double load, Duration bucket) {
    return new ProviderRates(
        Math.max(1, Math.round(trace.tokenRate() * MINUTE / load)),
        Math.max(1, Math.round(SPARE * trace.callRate() * MINUTE / load)),
        bucket);
  }

  /// Returns these rates times `factor`.
  public ProviderRates times(double factor) {
    return new ProviderRates(
        Math.max(1, Math.round(tokens * factor)),
        Math.max(1, Math.round(requests * factor)),
        bucket);
  }

  /// Returns the limit of tokens, as tokens a second.
  public double tokenRate() {
    return tokens / MINUTE;
  }

  /// The limits of the simulated provider; a refused call costs a request.
  public ModelLimits limits() {
    return new ModelLimits(limit(requests), limit(tokens), Integer.MAX_VALUE, true);
  }

  private Limit limit(long perMinute) {
    double burst = perMinute * (bucket.toMillis() / 1e3 / MINUTE);
    return new Limit(perMinute, Math.max(1, Math.round(burst)));
  }
}
