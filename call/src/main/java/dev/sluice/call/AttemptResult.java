package dev.sluice.call;

import java.util.OptionalLong;

/// The result of an attempt, for the gates that admitted it. Instants are on
/// [dev.sluice.call.runtime.Clock#nanos].
///
/// @param outcome the attempt's outcome
/// @param usage the usage of the attempt
/// @param begun when the gates let the attempt through
/// @param started when its first meaningful event arrived, if one did
/// @param ended when the attempt had ended
public record AttemptResult(
    Outcome outcome, Usage usage, long begun, OptionalLong started, long ended) {}
