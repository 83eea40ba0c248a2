package dev.sluice.sim;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.limit.LimitDecision.Refused;
import dev.sluice.sim.limit.ResetTime;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.List;

/// OpenAI's 429, with the truth about when to come again.
final class Throttled {
  private Throttled() {}

  /// Refuses a call.
  ///
  /// @param headers gets the hints
  static HttpReply reply(Refused refused, String model, List<Header> headers) {
    long ms = Math.ceilDiv(refused.again().toNanos(), 1_000_000L);
    if (!refused.never()) {
      headers.add(new Header("retry-after-ms", "" + ms));
      headers.add(new Header("retry-after", "" + Math.ceilDiv(ms, 1000L)));
    }
    String message = refused.never() ? tooLarge(refused, model) : again(refused, model, ms);
    return new OpenAiError(429, refused.dimension().type(), null, "rate_limit_exceeded", message)
        .reply(headers);
  }

  private static String again(Refused refused, String model, long ms) {
    return ("Rate limit reached for %s in organization org-simulated on %s: Limit %d, Used %d,"
            + " Requested %d. Please try again in %s. Visit"
            + " https://platform.openai.com/account/rate-limits to learn more.")
        .formatted(
            model,
            refused.dimension().label(),
            refused.limit(),
            refused.used(),
            refused.requested(),
            ms < 1000 ? ms + "ms" : ResetTime.seconds(ms) + "s");
  }

  private static String tooLarge(Refused refused, String model) {
    return ("Request too large for %s in organization org-simulated on %s: Limit %d, Requested %d."
            + " The input or output tokens must be reduced in order to run successfully.")
        .formatted(model, refused.dimension().label(), refused.limit(), refused.requested());
  }
}
