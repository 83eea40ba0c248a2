package dev.sluice.lab.calls;

import java.util.Map;

/// The results of one load.
///
/// @param asked calls that clients made
/// @param sent calls that the provider got
/// @param upstream429 answers of status 429 that the provider gave
/// @param client429 those that clients got
/// @param failed calls of clients that were answered neither well nor with 429
/// @param p50 of the latency from the planned time to the end of the answer, in milliseconds
/// @param p99 the same
/// @param tokens of the attempts, as the gateway counts them
/// @param saved calls saved, by what
record LoadResult(
    long asked,
    long sent,
    long upstream429,
    long client429,
    long failed,
    double p50,
    double p99,
    long tokens,
    Map<String, Long> saved) {}
