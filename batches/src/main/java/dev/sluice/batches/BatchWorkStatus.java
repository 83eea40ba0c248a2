package dev.sluice.batches;

/// A batch, and how the work on it stands.
///
/// @param node the gateway that works on it, or has done so last; empty where it has no name, or
///   none has begun
/// @param pause why no lines are called now
/// @param until when lines are tried again that pause, in milliseconds since 1970; 0 for nothing
public record BatchWorkStatus(Batch batch, String node, PauseReason pause, long until) {}
