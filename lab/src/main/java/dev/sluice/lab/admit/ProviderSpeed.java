package dev.sluice.lab.admit;

/// How fast the provider is, in nanoseconds.
///
/// @param oneWay how long a message takes to it, and back
/// @param first to the first token
/// @param token from one token to the next
record ProviderSpeed(long oneWay, long first, long token) {

  /// The speed of the policy model.
  public static final ProviderSpeed DEFAULT =
      new ProviderSpeed(25_000_000, 500_000_000, 20_000_000);
}
