package dev.sluice.stats;

/// The figures of a cache.
///
/// @param bytes the memory that the cache takes
/// @param entries how many answers the cache keeps; an answer to a single input counts as one
/// @param hits calls that the cache has answered
/// @param misses calls that the cache could not answer, or only in part
/// @param inputs inputs that the cache has answered of calls for several
/// @param damaged entries that failed their checksum and were dropped
/// @param unkept good answers that a bug has kept from being stored
public record CacheGauges(
    long bytes, long entries, long hits, long misses, long inputs, long damaged, long unkept) {}
