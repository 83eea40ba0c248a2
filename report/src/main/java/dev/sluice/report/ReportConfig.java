package dev.sluice.report;

import java.time.Duration;

/// The targets that the report measures calls against.
///
/// @param failed the share of calls that fail, by the provider's fault or the gateway's, of those
///   that could go well
/// @param latency the mean latency: to the first token of streams, to the end of whole answers
/// @param rateLimitHits the share of attempts that a provider's rate limit refuses
/// @param timeouts the share of calls that end by a timeout
/// @param retries repeats (retries, fallbacks, races) a call
/// @param retryRate the share of calls that are repeated at all
/// @param queueWait within which 95 of 100 calls get their grant
/// @param refused the share of calls that are refused at once for want of capacity
/// @param utilisation how much of a known limit may be used
/// @param pinning whether pinned threads are looked for, too
public record ReportConfig(
    double failed,
    Duration latency,
    double rateLimitHits,
    double timeouts,
    double retries,
    double retryRate,
    Duration queueWait,
    double refused,
    double utilisation,
    boolean pinning) {

  /// The configuration of a report that says nothing.
  public static ReportConfig defaults() {
    return new ReportConfig(
        0.01,
        Duration.ofSeconds(2),
        0.01,
        0.005,
        1,
        0.05,
        Duration.ofSeconds(1),
        0.01,
        0.95,
        false);
  }
}
