package dev.sluice.call.pipeline;

import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Optional;

/// The wait of a call for a grant.
///
/// @param waited how long the call has waited; zero when it was refused at once, however long that
///   took
/// @param predicted the forecast of the wait, made on arrival
/// @param refused why the call was refused, in the end or at once; empty if it was granted
public record QueueWait(Duration waited, Duration predicted, Optional<Failed> refused) {}
