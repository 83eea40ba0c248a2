package dev.sluice.accounts;

/// A change of an account that is not made, and changes nothing. The message names the thing, the
/// value and the remedy.
public final class ChangeRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// Why a change is not made.
  public enum Reason {
    /// What is asked for makes no sense.
    INVALID,
    /// What it is asked of is not there.
    NOT_FOUND,
    /// What is to be made is there.
    EXISTS,
    /// It was changed since it was read.
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
