package dev.sluice.lab.trace;

/// The arrival of one call of a trace.
///
/// @param at when it came, in nanoseconds after the trace's first
/// @param input tokens read
/// @param output tokens written
public record Arrival(long at, long input, long output) {}
