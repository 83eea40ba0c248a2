package dev.sluice.api.head;

import dev.sluice.api.ApiError;

/// Thrown where the head of a request is not in order. It has no stack trace, since clients cause
/// it.
public final class HeadFault extends Exception {
  private static final long serialVersionUID = 1;

  // It is never serialised.
  private final transient ApiError error;

  HeadFault(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /// The error to answer with.
  public ApiError error() {
    return error;
  }
}
