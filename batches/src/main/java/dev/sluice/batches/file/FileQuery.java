package dev.sluice.batches.file;

/// A question for some of a team's files.
///
/// @param purpose which purpose they have; empty for any
/// @param after the id of the file behind which they stand; empty for the first ones
/// @param most how many at most
/// @param ascending whether the oldest come first; else the newest do
public record FileQuery(String purpose, String after, int most, boolean ascending) {}
