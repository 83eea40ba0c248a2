package dev.sluice.call.pipeline;

import java.time.Duration;

/// Calls that go upstream as one, or a call that could have been one of several and goes alone.
///
/// @param calls how many
/// @param items their inputs, all together
/// @param reason why now, one word: `idle` (nothing was under way), `urgent` (it had no time to
///   wait), `free` (nothing is any more), `full`, `wait`
/// @param waited how long the first one has waited for others
public record BatchInfo(int calls, int items, String reason, Duration waited) {}
