package dev.sluice.internal.cache;

/// An entry of the store.
sealed interface CacheEntry permits CachedAnswer, CachedItem {

  /// Returns when the entry was stored, on [dev.sluice.call.runtime.Clock#nanos].
  long at();

  /// Whether the content still has the checksum with which it was stored.
  boolean sound();

  /// Returns the size of the entry, in bytes.
  int weight();
}
