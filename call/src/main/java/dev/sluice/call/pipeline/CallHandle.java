package dev.sluice.call.pipeline;

/// A call under way, as its edge sees it.
public interface CallHandle {

  /// The caller has left: the call is cancelled wherever it is. Safe for any thread, any number of
  /// times; does nothing once the call has ended.
  void leave();
}
