package dev.sluice.cli.demo;

import java.time.Duration;
import java.util.Optional;

/// The result of one call for its caller.
///
/// @param route the model it asked for
/// @param target the target that answered, as `provider/model`; empty if none was tried
/// @param duration from the call to the end of its answer
/// @param firstToken from the call to the first event, of a stream that had one
/// @param error what went wrong, in a few words; empty if nothing did
/// @param help what has helped it; empty if nothing did
record CallResult(
    String route,
    String target,
    Duration duration,
    Optional<Duration> firstToken,
    Optional<String> error,
    Optional<Help> help) {}
