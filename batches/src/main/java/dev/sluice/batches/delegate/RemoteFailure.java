package dev.sluice.batches.delegate;

import java.time.Duration;
import java.util.Optional;

/// A request to a provider's batch API that has failed.
public final class RemoteFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Optional<Duration> after;

  /// What a failure means.
  public enum Kind {
    /// The provider has no such thing.
    MISSING,
    /// The provider has refused the request, and will refuse the same one again.
    REFUSED,
    /// The request was not taken, and may be later.
    LATER,
    /// Nobody knows whether the request was taken.
    UNKNOWN
  }

  /// @param message for operators
  /// @param after when the same request may be taken, where that is known
  public RemoteFailure(Kind kind, String message, Optional<Duration> after) {
    super(message, null, false, false);
    this.kind = kind;
    this.after = after;
  }

  /// The failure of a request for which there is no memory now, or for its answer.
  public static RemoteFailure noMemory() {
    return new RemoteFailure(
        Kind.LATER,
        "there is no memory for it now (server.bodies), and it is tried again",
        Optional.empty());
  }

  /// What it means.
  public Kind kind() {
    return kind;
  }

  /// When the same request may be taken, where that is known.
  public Optional<Duration> after() {
    return after;
  }
}
