package dev.sluice;

import dev.sluice.call.Failed;
import java.util.Optional;

/// A call that an embedding application made has failed. [#failed] says how, and is meant to be
/// switched on; the message says the same in a sentence, with what can be done.
public final class CallFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Failed failed;

  CallFailedException(Failed failed) {
    this(failed, FailureSentence.of(failed));
  }

  private CallFailedException(Failed failed, String message) {
    super(message);
    this.failed = failed;
  }

  /// The failure of a call of a gateway that is closed, or about to be.
  static CallFailedException closed() {
    return new CallFailedException(
        new Failed.Shed(Failed.Reason.DRAINING, Optional.empty()),
        "the gateway is closed: make calls before close(), or start another gateway");
  }

  /// The failure of reading an answer that is closed.
  static CallFailedException answerClosed() {
    return new CallFailedException(
        new Failed.Cancelled(),
        "the answer was closed before it was read to its end: read it before close(), as inside the"
            + " try that closes it");
  }

  /// Returns the failure of the call.
  public Failed failed() {
    return failed;
  }
}
