package dev.sluice.lab.load;

import static java.util.Objects.requireNonNull;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import dev.sluice.sim.limit.LimitDecision.Refused;
import dev.sluice.sim.limit.Limiter;
import dev.sluice.sim.limit.Limiter.LimitStatus;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The reply of a provider that is played in virtual time to an attempt, half a round trip later.
public interface ReplyListener {

  /// Notes that the attempt was refused; nothing more is heard of it.
  ///
  /// @param stands what the provider's headers tell
  void refused(Refused refused, Stands stands);

  /// Notes that the attempt was admitted: these are the answer's headers.
  ///
  /// @param stands how the provider stood when it admitted the attempt
  default void admitted(Stands stands) {}

  /// Notes the first token.
  default void started() {}

  /// Notes that the answer has ended.
  void ended();

  /// The state of the provider's limits.
  record Stands(LimitStatus requests, LimitStatus tokens) {

    /// The state of a provider that limits both.
    public static Stands of(Limiter limiter, long now) {
      return new Stands(limited(limiter.requests(now)), limited(limiter.tokens(now)));
    }

    private static LimitStatus limited(@Nullable LimitStatus status) {
      return requireNonNull(status, "everything is limited here");
    }

    /// Returns what a gateway reads of it.
    public RateLimitInfo told() {
      return new RateLimitInfo(Map.of(Unit.REQUESTS, room(requests), Unit.TOKENS, room(tokens)));
    }

    private static Limit room(LimitStatus status) {
      return new Limit(
          OptionalLong.of(status.limit()),
          OptionalLong.of(status.remaining()),
          Optional.of(status.reset()));
    }
  }
}
