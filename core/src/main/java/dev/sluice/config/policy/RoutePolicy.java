package dev.sluice.config.policy;

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
public record RoutePolicy(
    TimeoutConfig timeout,
    UpstreamStream upstreamStream,
    RetryConfig retry,
    HedgeConfig hedge,
    Optional<BreakerConfig> breaker,
    QueueConfig queue,
    ReuseConfig savings) {

  /// The policy of a route without settings of its own.
  public static RoutePolicy defaults() {
    return new RoutePolicy(
        TimeoutConfig.defaults(),
        UpstreamStream.AUTO,
        RetryConfig.defaults(),
        HedgeConfig.off(),
        Optional.of(BreakerConfig.defaults()),
        QueueConfig.defaults(),
        ReuseConfig.none());
  }

  /// This policy with other bounds for an attempt.
  public RoutePolicy with(TimeoutConfig other) {
    return new RoutePolicy(other, upstreamStream, retry, hedge, breaker, queue, savings);
  }

  /// This policy with another way to ask for answers.
  public RoutePolicy with(UpstreamStream other) {
    return new RoutePolicy(timeout, other, retry, hedge, breaker, queue, savings);
  }

  /// This policy with other repeats.
  public RoutePolicy with(RetryConfig other) {
    return new RoutePolicy(timeout, upstreamStream, other, hedge, breaker, queue, savings);
  }

  /// This policy with other hedges.
  public RoutePolicy with(HedgeConfig other) {
    return new RoutePolicy(timeout, upstreamStream, retry, other, breaker, queue, savings);
  }

  /// This policy with another breaker, or none.
  public RoutePolicy with(Optional<BreakerConfig> other) {
    return new RoutePolicy(timeout, upstreamStream, retry, hedge, other, queue, savings);
  }

  /// This policy with another queue.
  public RoutePolicy with(QueueConfig other) {
    return new RoutePolicy(timeout, upstreamStream, retry, hedge, breaker, other, savings);
  }

  /// This policy with other savings.
  public RoutePolicy with(ReuseConfig other) {
    return new RoutePolicy(timeout, upstreamStream, retry, hedge, breaker, queue, other);
  }
}
