package dev.sluice.call.pipeline;

import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import java.time.Duration;
import java.util.Optional;

/// How a call, or one attempt, went.
///
/// @param outcome what became of it
/// @param history the target that answered last, and the attempts made
/// @param duration from its arrival (an attempt's: its start) to the end of its answer
/// @param firstToken from there to its first meaningful event, where there was one
/// @param overhead from its arrival until the first attempt was handed to the transport: the
///   gateway's own time
/// @param usage what it used
/// @param committed whether any of the answer had reached the client
public record Report(
    Outcome outcome,
    AttemptHistory history,
    Duration duration,
    Optional<Duration> firstToken,
    Duration overhead,
    Usage usage,
    boolean committed) {}
