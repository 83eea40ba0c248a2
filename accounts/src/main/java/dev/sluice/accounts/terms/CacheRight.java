package dev.sluice.accounts.terms;

/// The right of a key's calls to use kept answers.
public enum CacheRight {
  /// Get kept answers, leave some, and replace them on request (`refresh`).
  FULL,
  /// Get kept answers and leave some; `refresh` is ignored.
  USE,
  /// Neither get nor leave any answers.
  OFF
}
