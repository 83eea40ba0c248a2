package dev.sluice.call;

/// The way a call has come so far, for the client to see.
///
/// @param target the last target tried, as `provider/model`; empty when there was none
/// @param attempts how many attempts were made
public record Trail(String target, int attempts) {

  /// Nothing tried yet.
  public static final Trail NONE = new Trail("", 0);
}
