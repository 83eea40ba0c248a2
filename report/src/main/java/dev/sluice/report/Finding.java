package dev.sluice.report;

/// What is wrong with one target, and what helps.
///
/// @param target `provider/model`
/// @param cause the kind of trouble
/// @param problem what was seen, with figures
/// @param remedy what to do, with the key to change
public record Finding(String target, Cause cause, String problem, String remedy) {}
