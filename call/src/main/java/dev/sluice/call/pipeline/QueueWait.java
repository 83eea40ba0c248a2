package dev.sluice.call.pipeline;

import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Optional;

/// How it went with a call that had to wait for a grant.
///
/// @param waited how long it has; zero when it was refused at once, however long that took
/// @param predicted the forecast of its wait on arrival
/// @param refused why it was refused in the end, or at once; empty if it was granted
public record QueueWait(Duration waited, Duration predicted, Optional<Failed> refused) {}
