package dev.sluice.internal.quota;

/// Threshold with binary exponential backoff: how large a call is too large for the provider,
/// however long nothing else is asked for.
///
/// ```text
/// too large : amount >= the smallest amount refused, for T after the last refusal
/// T         = 2 min from the second refusal on, doubled with each further one, at most 1 h
/// ```
///
/// A call that costs more than may be used at once is let through when the bucket is full. If that
/// is refused twice, and nothing as large is served in between, calls as large are not tried until
/// the time has passed. A call as large that is served resets the threshold.
///
/// Source: binary exponential backoff (Metcalfe and Boggs, 1976); why such refusals lower no limit:
/// ADR 0016.
///
/// Limitations: a provider that refuses two large calls in a row by chance has such calls refused
/// here for two minutes. Only limits that are configured or reported are judged like this; where
/// the limit is learned a refusal teaches the limit.
final class MaxCallSize {
  private static final long LONGEST = 3_600_000_000_000L;

  private double tooMuch = Double.POSITIVE_INFINITY;
  private int refusals;
  private long pause;
  private long until;

  /// Whether a call of `amount` is not worth trying.
  boolean exceeds(double amount, long now) {
    return refusals >= 2 && amount >= tooMuch && now - until < 0;
  }

  /// Notes that a call of `amount` was refused although all that may be used at once was there.
  void refused(double amount, long now) {
    tooMuch = Math.min(tooMuch, amount);
    refusals++;
    if (refusals >= 2) {
      pause = Math.clamp(2 * pause, 2 * ThrottleAnalyzer.QUIET, LONGEST);
      until = now + pause;
    }
  }

  /// Notes that a call of `amount` was served.
  void served(double amount) {
    if (amount >= tooMuch) {
      tooMuch = Double.POSITIVE_INFINITY;
      refusals = 0;
      pause = 0;
    }
  }
}
