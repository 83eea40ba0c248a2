package dev.sluice.lab.demo;

import java.time.Duration;
import java.util.Optional;

/// What a caller saw of one call.
///
/// @param route the model it asked for
/// @param target who answered, as `provider/model`; empty where nobody was tried
/// @param duration from the call to the end of its answer
/// @param firstToken from the call to the first event, of a stream that had one
/// @param error what went wrong, in a few words; empty if nothing did
record Seen(
    String route,
    String target,
    Duration duration,
    Optional<Duration> firstToken,
    Optional<String> error) {}
