package dev.sluice;

/// What a part has made ready for another configuration while the current one goes on: to be taken,
/// or dropped. Whatever may fail has been done when there is one. Used once, by one thread, not on
/// a loop.
@FunctionalInterface
public interface ConfigChange {
  /// Lets the configuration hold from now on.
  ///
  /// @throws IllegalStateException if it may not hold any more; then nothing has changed
  void take();

  /// Gives back what was opened for it; nothing by default.
  default void drop() {}
}
