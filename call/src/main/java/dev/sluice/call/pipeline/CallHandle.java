package dev.sluice.call.pipeline;

/// A call under way, as its edge sees it.
public interface CallHandle {

  /// Cancels the call, wherever it is, because its caller has left. Safe for any thread, any number
  /// of times; does nothing once the call has ended.
  void leave();
}
