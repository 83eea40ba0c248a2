package dev.sluice.sim;

import dev.sluice.sim.limit.Limiter;
import dev.sluice.sim.limit.Limiter.LimitStatus;
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

  private static void add(List<Header> headers, String what, @Nullable LimitStatus status) {
    if (status != null) {
      headers.add(new Header("x-ratelimit-limit-" + what, "" + status.limit()));
      headers.add(new Header("x-ratelimit-remaining-" + what, "" + status.remaining()));
      headers.add(new Header("x-ratelimit-reset-" + what, ResetTime.show(status.reset())));
    }
  }
}
