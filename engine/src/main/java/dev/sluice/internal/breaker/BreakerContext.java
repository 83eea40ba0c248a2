package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.share.SharedCircuits;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The dependencies of breakers. Asked under admission's lock: none of it may wait or lock.
///
/// @param usualFirstToken how long a target takes to the first meaningful event of calls like this
///   one; empty while nothing is learned, and where the event comes only with the end of the answer
/// @param silent whether a target has fallen silent to all that it was asked for whole answers of
///   the call's model, now
/// @param pauses the pauses of this process
/// @param random the source of the jitter of open times
/// @param joining joins circuits to those of other processes
public record BreakerContext(
    BiFunction<String, Call, Optional<LatencyBaseline>> usualFirstToken,
    BiPredicate<String, Call> silent,
    PauseDetector pauses,
    Supplier<? extends RandomGenerator> random,
    Joining joining) {

  /// Joins circuits to those of other processes that ask the same targets.
  @FunctionalInterface
  public interface Joining {
    /// Joins none.
    Joining NOBODY = (_, _, _) -> SharedCircuits.Member.ALONE;

    /// Joins a circuit.
    ///
    /// @param target `provider/model`
    SharedCircuits.Member join(String target, Operation operation, SharedCircuits.Listener circuit);
  }

  /// Makes the dependencies of a process that is alone.
  public BreakerContext(
      BiFunction<String, Call, Optional<LatencyBaseline>> usualFirstToken,
      BiPredicate<String, Call> silent,
      PauseDetector pauses,
      Supplier<? extends RandomGenerator> random) {
    this(usualFirstToken, silent, pauses, random, Joining.NOBODY);
  }
}
