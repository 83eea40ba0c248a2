package dev.sluice;

import dev.sluice.call.Failed;

/// A call that an embedding application made has failed. [#failed] says how, and is meant to be
/// switched on.
public final class CallFailedException extends RuntimeException {
  private final transient Failed failed;

  CallFailedException(Failed failed) {
    super(failed.toString());
    this.failed = failed;
  }

  /// Returns the failure of the call.
  public Failed failed() {
    return failed;
  }
}
