package dev.sluice.report;

/// A problem of one target, and its remedy.
///
/// @param target `provider/model`
/// @param cause the kind of trouble
/// @param problem what was seen, with figures
/// @param remedy what to do, with the key to change
public record Finding(String target, Cause cause, String problem, String remedy) {}
