package dev.sluice.cache;

/// What can be seen of a cache.
///
/// @param bytes what it takes
/// @param entries how many answers it keeps
/// @param hits calls that it has answered
/// @param misses calls that it could not answer
/// @param damaged entries that were not what they had been, and were dropped
public record CacheGauges(long bytes, long entries, long hits, long misses, long damaged) {}
