package dev.sluice.internal.cache;

/// Something that is kept.
sealed interface Entry permits CachedAnswer, CachedItem {

  /// When it was kept, on [dev.sluice.call.runtime.Clock#nanos].
  long at();

  /// Whether it is what it was.
  boolean sound();

  /// Its size, in bytes.
  int weight();
}
