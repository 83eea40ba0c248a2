package dev.sluice.accounts.terms;

/// What a key's calls may do with kept answers.
public enum CacheRight {
  /// Get kept answers, leave some, and replace them on request (`refresh`).
  FULL,
  /// The same, but `refresh` is ignored.
  USE,
  /// Neither get nor leave any.
  OFF
}
