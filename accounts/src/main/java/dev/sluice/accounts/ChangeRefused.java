package dev.sluice.accounts;

/// A change of an account that is not made, and changes nothing. The message names the thing, the
/// value and the remedy.
public final class ChangeRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// The reason of a refusal.
  public enum Reason {
    /// The change makes no sense.
    INVALID,
    /// The object of the change does not exist.
    NOT_FOUND,
    /// The object that is to be made exists already.
    EXISTS,
    /// The object was changed since it was read.
    STALE
  }

  ChangeRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
