package dev.sluice.batches.delegate;

import java.time.Duration;
import java.util.Optional;

/// A request to a provider's batch API that has failed.
public final class RemoteFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Optional<Duration> after;
  private final boolean own;

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
    this(kind, message, after, false);
  }

  private RemoteFailure(Kind kind, String message, Optional<Duration> after, boolean own) {
    super(message, null, false, false);
    this.kind = kind;
    this.after = after;
    this.own = own;
  }

  /// The failure of a request for which there is no memory now, which was not sent, or of one whose
  /// answer can be read again.
  public static RemoteFailure noMemory() {
    return noMemory(Kind.LATER);
  }

  /// The failure of a request for which there is no memory now, or for its answer.
  public static RemoteFailure noMemory(Kind kind) {
    return new RemoteFailure(
        kind,
        "there is no memory for it now (server.bodies), and it is tried again",
        Optional.empty(),
        true);
  }

  /// The failure of a request for which there is never memory: it is refused here.
  public static RemoteFailure tooLarge() {
    return new RemoteFailure(
        Kind.REFUSED,
        "sending it takes more memory than the gateway has for one thing (server.bodies)",
        Optional.empty(),
        true);
  }

  /// Whether the gateway lacks something, and not the provider.
  public boolean isOwn() {
    return own;
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
