package dev.sluice.stats;

/// The figures of a cache.
///
/// @param bytes what it takes
/// @param entries how many answers it keeps, those to single inputs each for itself
/// @param hits calls that it has answered
/// @param misses calls that it could not answer, or not all of
/// @param inputs those of calls for several that it has answered
/// @param damaged entries that were not what they had been, and were dropped
/// @param unkept good answers that a bug has kept from being kept
public record CacheGauges(
    long bytes, long entries, long hits, long misses, long inputs, long damaged, long unkept) {}
