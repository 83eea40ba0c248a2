package dev.sluice;

import dev.sluice.admission.queue.QueueConfig;
import dev.sluice.breaker.BreakerConfig;
import dev.sluice.hedge.HedgeConfig;
import dev.sluice.provider.UpstreamStream;
import dev.sluice.retry.RetryConfig;
import dev.sluice.timeout.TimeoutConfig;
import java.util.Optional;

/// How the calls of a route are treated.
///
/// @param timeout the bounds of an attempt
/// @param upstreamStream whether a whole answer is streamed from the provider to here
/// @param retry how failed attempts are repeated
/// @param hedge whether late ones get a second one beside them
/// @param breaker when a target is kept from calls; empty for never
/// @param queue how many may wait for a grant, and how long
/// @param savings what is answered without an upstream call of its own
public record Policy(
    TimeoutConfig timeout,
    UpstreamStream upstreamStream,
    RetryConfig retry,
    HedgeConfig hedge,
    Optional<BreakerConfig> breaker,
    QueueConfig queue,
    Savings savings) {

  /// What a route is treated by that says nothing else.
  public static Policy defaults() {
    return new Policy(
        TimeoutConfig.defaults(),
        UpstreamStream.AUTO,
        RetryConfig.defaults(),
        HedgeConfig.off(),
        Optional.of(BreakerConfig.defaults()),
        QueueConfig.defaults(),
        Savings.none());
  }

  /// This policy with other bounds for an attempt.
  public Policy with(TimeoutConfig other) {
    return new Policy(other, upstreamStream, retry, hedge, breaker, queue, savings);
  }

  /// This policy with another way to ask for answers.
  public Policy with(UpstreamStream other) {
    return new Policy(timeout, other, retry, hedge, breaker, queue, savings);
  }

  /// This policy with other repeats.
  public Policy with(RetryConfig other) {
    return new Policy(timeout, upstreamStream, other, hedge, breaker, queue, savings);
  }

  /// This policy with other hedges.
  public Policy with(HedgeConfig other) {
    return new Policy(timeout, upstreamStream, retry, other, breaker, queue, savings);
  }

  /// This policy with another breaker, or none.
  public Policy with(Optional<BreakerConfig> other) {
    return new Policy(timeout, upstreamStream, retry, hedge, other, queue, savings);
  }

  /// This policy with another queue.
  public Policy with(QueueConfig other) {
    return new Policy(timeout, upstreamStream, retry, hedge, breaker, other, savings);
  }

  /// This policy with other savings.
  public Policy with(Savings other) {
    return new Policy(timeout, upstreamStream, retry, hedge, breaker, queue, other);
  }
}
