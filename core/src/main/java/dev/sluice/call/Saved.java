package dev.sluice.call;

/// How a call was answered without one of its own to a provider.
public enum Saved {
  /// From what an earlier call has left.
  CACHE,
  /// By sharing that of an identical call under way.
  COALESCE,
  /// By sharing that of others like it.
  BATCH
}
