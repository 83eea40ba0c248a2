package dev.sluice.provider.error;

/// What a provider's error is about.
enum Meaning {
  THROTTLED,
  OVERLOADED,
  EXHAUSTED,
  CREDENTIAL,
  REFUSED
}
