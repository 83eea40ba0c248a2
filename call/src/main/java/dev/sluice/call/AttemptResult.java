package dev.sluice.call;

import java.util.OptionalLong;

/// The result of an attempt, for the gates that admitted it. Instants are on
/// [dev.sluice.call.runtime.Clock#nanos].
///
/// @param outcome what became of it
/// @param usage what it used
/// @param begun when it was let through
/// @param started when its first meaningful event arrived, if one did
/// @param ended when it had ended
public record AttemptResult(
    Outcome outcome, Usage usage, long begun, OptionalLong started, long ended) {}
