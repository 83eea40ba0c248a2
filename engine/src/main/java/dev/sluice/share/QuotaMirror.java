package dev.sluice.share;

import dev.sluice.config.quota.Dimension;

/// A quota as its share sees it: what this process believes of the provider's limits. Under
/// admission's lock.
public interface QuotaMirror {

  /// Returns what is known of a limit.
  Knowledge knowledge(Dimension dimension);

  /// Whether a limit is known.
  default boolean isBounded(Dimension dimension) {
    return knowledge(dimension).isBounded();
  }

  /// Takes over what another process has found out of a limit.
  void learned(Dimension dimension, Knowledge known, long now);

  /// Returns what is left of the minute, in tokens or requests; a debt is negative.
  double minute(Dimension dimension, long now);

  /// Returns what is left of what may be used at once.
  double burst(Dimension dimension, long now);

  /// Takes over what other processes were charged, and what is left after that.
  ///
  /// @param others what they were charged since the last time; negative for what they gave back
  /// @param minute what is left of the minute for this process and what nobody has yet
  /// @param burst the same of what may be used at once
  void shared(Dimension dimension, double others, double minute, double burst, long now);

  /// Returns the limit of requests a day; [Long#MAX_VALUE] for none.
  long dayLimit();

  /// Returns how many attempts there may be at a time by configuration; [Integer#MAX_VALUE] for any
  /// number.
  int concurrent();

  /// Returns how many attempts there are at a time in this process.
  int underWay();
}
