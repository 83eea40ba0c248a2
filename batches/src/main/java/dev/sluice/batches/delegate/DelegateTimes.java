package dev.sluice.batches.delegate;

import java.time.Duration;

/// When a provider is asked about its batches, in milliseconds.
///
/// @param first how long behind its making a batch is asked for
/// @param most how long between two questions at most; each wait is half as long again as the one
///   before it
/// @param soon how long between two questions about what is to be known soon: whether a batch was
///   made, or has come to its end
/// @param again how long behind a failure the same is asked again; each wait is twice as long as
///   the one before it
/// @param settle how long behind a request of which nobody knows whether it was taken the provider
///   is asked whether it was
/// @param ends how long the end of a batch that was cancelled is waited for
/// @param leaves how long behind the end of the window a provider is tried that cannot be asked
public record DelegateTimes(
    long first, long most, long soon, long again, long settle, long ends, long leaves) {
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofMinutes(2);

  /// OpenAI cancels within ten minutes.
  private static final Duration ENDS = Duration.ofMinutes(11);

  private static final Duration LEAVES = Duration.ofHours(1);

  /// The times of batches whose first question is so long behind their making.
  public static DelegateTimes from(Duration first) {
    return new DelegateTimes(
        first.toMillis(),
        Math.max(first.toMillis(), MOST.toMillis()),
        Math.min(first.toMillis(), SOON.toMillis()),
        Math.min(first.toMillis(), AGAIN.toMillis()),
        SETTLE.toMillis(),
        ENDS.toMillis(),
        LEAVES.toMillis());
  }
}
