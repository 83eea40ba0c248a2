package dev.sluice.batches.s3;

import java.io.IOException;

/// What was asked of S3 was not done. The message names the bucket, what is wrong and what to do,
/// for the operator; it holds no key and no name of an object.
public final class S3Exception extends IOException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  /// The kind of what is wrong.
  public enum Fault {
    /// There is no such object, or no such upload in parts.
    MISSING,
    /// What was asked for begins behind the end of the object.
    RANGE,
    /// The service cannot be reached, has failed, or has too much to do: it passes.
    TEMPORARY,
    /// The credential is over, unknown or dated wrongly: another one may be taken.
    CREDENTIAL,
    /// The date of the signature is too far from the service's clock.
    CLOCK,
    /// The service has no room.
    FULL,
    /// The service refuses, and will do so until somebody changes something.
    REFUSED
  }

  S3Exception(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  S3Exception(String message, Throwable cause) {
    super(message, cause);
    this.fault = Fault.TEMPORARY;
  }

  /// The kind of what is wrong.
  public Fault fault() {
    return fault;
  }

  /// Whether the same may go well later with nothing changed.
  public boolean isTemporary() {
    return fault == Fault.TEMPORARY;
  }
}
