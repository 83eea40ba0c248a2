package dev.sluice.quota.supply;

/// What a limit a minute counts.
public enum Dimension {
  REQUESTS,
  /// Input and output together.
  TOKENS,
  INPUT,
  OUTPUT
}
