package dev.sluice.call.pipeline;

import java.time.Duration;

/// The gathering of calls that go upstream as one, or of a call that could have been joined with
/// others and goes alone.
///
/// @param calls the number of calls
/// @param items the number of inputs of all calls together
/// @param reason the reason why the calls go now, in one word: `idle` (nothing was under way),
///   `urgent` (it had no time to wait), `free` (nothing is any more), `full`, `wait`
/// @param waited how long the first one has waited for others
public record BatchInfo(int calls, int items, String reason, Duration waited) {}
