package dev.sluice;

/// What is left of an answer when the application has forgotten it: the way to its call. It must
/// not reach what the application holds, which would never be garbage then. Safe for any thread.
public interface UnreadAnswer {
  /// Whether the call has ended, or was left: there is nothing to cancel.
  boolean isOver();

  /// Cancels the call. Any number of times.
  void leave();

  /// Keeps the watch over the answer for as long as the call runs, and no longer.
  void keep(Object watch);
}
