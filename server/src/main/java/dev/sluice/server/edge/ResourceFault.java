package dev.sluice.server.edge;

import dev.sluice.api.ApiError;

/// The error with which a request is answered that is no call. It has no stack: the mistake is the
/// client's, and may come in any number.
public final class ResourceFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public ResourceFault(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /// The error, as its client is told.
  public ApiError error() {
    return error;
  }
}
