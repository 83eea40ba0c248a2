package dev.sluice.provider.request;

import dev.sluice.call.Failed;

/// A request that cannot be sent anywhere. The exception carries the failure to answer with, and no
/// stack: the mistake is the client's, and may come in any number.
public final class InvalidRequest extends Exception {
  private static final long serialVersionUID = 1L;

  // A Failed is a value of plain records; it is never serialised.
  private final transient Failed.Invalid why;

  private final String model;

  InvalidRequest(Failed.Invalid why) {
    this(why, "");
  }

  private InvalidRequest(Failed.Invalid why, String model) {
    super(why.message(), null, false, false);
    this.why = why;
    this.model = model;
  }

  /// A copy of this exception for a body that names the model `named`.
  InvalidRequest of(String named) {
    return new InvalidRequest(why, named);
  }

  /// The model that the body names, as far as the body was read; empty where none was found.
  public String model() {
    return model;
  }

  /// The failure to answer with.
  public Failed.Invalid why() {
    return why;
  }
}
