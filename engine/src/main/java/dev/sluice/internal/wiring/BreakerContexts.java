package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.breaker.BreakerContext;
import dev.sluice.internal.breaker.LatencyBaseline;
import dev.sluice.internal.breaker.PauseDetector;
import dev.sluice.internal.timeout.LatencyRegistry;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;

/// The dependencies of breakers, over what is learned of targets' times.
final class BreakerContexts {
  private BreakerContexts() {}

  /// Those of one generation.
  ///
  /// @param registry what is learned
  /// @param pauses the pauses of this process
  /// @param joining joins circuits to those of other processes
  static BreakerContext of(
      LatencyRegistry registry, PauseDetector pauses, BreakerContext.Joining joining, Clock clock) {
    return new BreakerContext(
        usualFirstTokens(registry),
        (target, call) -> registry.silent(target, call, clock.nanos()),
        pauses,
        ThreadLocalRandom::current,
        joining);
  }

  /// For streams alone: whether a whole answer comes token by token is up to its route, and the
  /// first byte of one that does not comes with its end.
  private static BiFunction<String, Call, Optional<LatencyBaseline>> usualFirstTokens(
      LatencyRegistry registry) {
    return (target, call) ->
        call.facts().stream() ? usual(registry, target, call) : Optional.empty();
  }

  private static Optional<LatencyBaseline> usual(
      LatencyRegistry registry, String target, Call call) {
    return registry
        .usualFirstToken(target, call, 0.5)
        .flatMap(
            half ->
                registry
                    .usualFirstToken(target, call, 0.95)
                    .map(most -> new LatencyBaseline(half, most)));
  }
}
