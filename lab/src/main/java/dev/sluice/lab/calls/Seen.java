package dev.sluice.lab.calls;

import java.util.Map;

/// What one load came to.
///
/// @param asked calls that clients made
/// @param sent calls that the provider got
/// @param refused answers of status 429, those to clients and those to the gateway
/// @param failed calls of clients that were answered neither well nor with 429
/// @param p50 of the latency from the planned time to the end of the answer, in milliseconds
/// @param p99 the same
/// @param tokens that the provider has counted
/// @param saved calls saved, by what
record Seen(
    long asked,
    long sent,
    long refused,
    long failed,
    double p50,
    double p99,
    long tokens,
    Map<String, Long> saved) {}
