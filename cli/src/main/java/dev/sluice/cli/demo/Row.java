package dev.sluice.cli.demo;

import java.time.Duration;
import java.util.Optional;

/// A row of the table: the results of a route's callers at one target.
///
/// @param share of the route's calls lately, from 0 to 1; above 0 the target is in use
/// @param calls all of them, those that went wrong included
/// @param latency of calls that went well
/// @param firstToken of streams that went well
record Row(
    String route,
    String target,
    double share,
    long calls,
    long errors,
    Optional<Spread> latency,
    Optional<Spread> firstToken) {

  /// The median of a time and its 99th percentile.
  record Spread(Duration p50, Duration p99) {}
}
