package dev.sluice;

import dev.sluice.breaker.BreakerConfig;
import dev.sluice.provider.UpstreamStream;
import dev.sluice.timeout.TimeoutConfig;
import java.util.Optional;

/// How the calls of a route are treated.
///
/// @param timeout the bounds of an attempt
/// @param breaker when a target is kept from calls; empty for never
/// @param upstreamStream whether a whole answer is streamed from the provider to here
public record Policy(
    TimeoutConfig timeout, Optional<BreakerConfig> breaker, UpstreamStream upstreamStream) {

  /// What a route is treated by that says nothing else.
  public static Policy defaults() {
    return new Policy(
        TimeoutConfig.defaults(), Optional.of(BreakerConfig.defaults()), UpstreamStream.AUTO);
  }

  /// This policy with other bounds for an attempt.
  public Policy with(TimeoutConfig other) {
    return new Policy(other, breaker, upstreamStream);
  }

  /// This policy with another breaker, or none.
  public Policy with(Optional<BreakerConfig> other) {
    return new Policy(timeout, other, upstreamStream);
  }

  /// This policy with another way to ask for answers.
  public Policy with(UpstreamStream other) {
    return new Policy(timeout, breaker, other);
  }
}
