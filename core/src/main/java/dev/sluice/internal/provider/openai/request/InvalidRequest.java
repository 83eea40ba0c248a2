package dev.sluice.internal.provider.openai.request;

import dev.sluice.call.Failed;

/// A request that cannot be sent anywhere. It carries the failure to answer with, and no stack: it
/// is the client's mistake, and may come in any number.
public final class InvalidRequest extends Exception {
  private static final long serialVersionUID = 1L;

  // A Failed is a value of plain records; it is never serialised.
  private final transient Failed.Invalid why;

  InvalidRequest(Failed.Invalid why) {
    super(why.message(), null, false, false);
    this.why = why;
  }

  /// The failure to answer with.
  public Failed.Invalid why() {
    return why;
  }
}
