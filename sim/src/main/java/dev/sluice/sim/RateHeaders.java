package dev.sluice.sim;

import dev.sluice.sim.limit.Limiter;
import dev.sluice.sim.limit.Limiter.Standing;
import dev.sluice.sim.limit.ResetTime;
import dev.sluice.sim.wire.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The headers `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`, of what is limited.
final class RateHeaders {
  private RateHeaders() {}

  static void add(List<Header> headers, Limiter limiter, long now) {
    add(headers, "requests", limiter.requests(now));
    add(headers, "tokens", limiter.tokens(now));
  }

  private static void add(List<Header> headers, String what, @Nullable Standing standing) {
    if (standing != null) {
      headers.add(new Header("x-ratelimit-limit-" + what, "" + standing.limit()));
      headers.add(new Header("x-ratelimit-remaining-" + what, "" + standing.remaining()));
      headers.add(new Header("x-ratelimit-reset-" + what, ResetTime.show(standing.reset())));
    }
  }
}
