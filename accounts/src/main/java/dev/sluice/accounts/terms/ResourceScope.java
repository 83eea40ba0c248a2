package dev.sluice.accounts.terms;

/// What the gateway keeps for clients itself, which keys may ask for as they may ask for
/// operations.
public enum ResourceScope {
  /// Files, and those that come in parts.
  FILES,
  /// Batches of calls.
  BATCHES
}
