package dev.sluice.batches;

/// The receiver of what becomes of the call of a line. On any thread, in this order.
@FunctionalInterface
public interface LineReceiver {
  /// The call has a target, and waits no more. Told again where it is repeated; not told where it
  /// is answered without a call to a provider, or never gets so far.
  default void sent() {}

  /// The call has its answer, once; also where it was left.
  void answered(LineAnswer answer);
}
