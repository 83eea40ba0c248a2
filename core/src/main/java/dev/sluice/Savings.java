package dev.sluice;

/// Which calls of a route are answered without one of their own to a provider.
///
/// @param coalesce whether identical calls under way share one
public record Savings(boolean coalesce) {

  /// Each call is made.
  public static Savings none() {
    return new Savings(false);
  }
}
