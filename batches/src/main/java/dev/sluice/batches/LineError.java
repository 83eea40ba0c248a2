package dev.sluice.batches;

/// A fault that the validation of a batch's input has found.
///
/// @param code a stable word for programs
/// @param line the number of the line, from 1 on; 0 where it is the whole file's
/// @param param the property that is wrong; empty for none in particular
/// @param message for people
public record LineError(String code, int line, String param, String message) {}
