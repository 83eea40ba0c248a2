package dev.sluice.call;

/// What became of a call, or of one attempt at it.
public sealed interface Outcome permits Answered, Failed {}
