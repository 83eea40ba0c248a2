package dev.sluice.breaker;

import dev.sluice.call.Call;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What breakers need to be told. Asked under admission's lock: none of it may wait or lock.
///
/// @param usualFirstToken the 95th percentile of the time to the first meaningful event that is
///   learned of a target for calls like this one; empty while nothing is learned, and where the
///   event comes only with the end of the answer
/// @param pauses when this process stood still
/// @param random for the jitter of open times
public record Surroundings(
    BiFunction<String, Call, Optional<Duration>> usualFirstToken,
    Pauses pauses,
    Supplier<? extends RandomGenerator> random) {}
