package dev.sluice.batches;

/// A batch that cannot be made, or not be changed as was asked. The message is for the client.
public final class BatchRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// Why it was refused.
  public enum Reason {
    /// There is no such input file, for this team.
    NO_INPUT,
    /// The input file is for something else.
    OTHER_PURPOSE,
    /// The team has too many batches that have not ended.
    TOO_MANY,
    /// The batch is past the states in which it can be cancelled.
    NOT_CANCELLABLE,
    /// There is no batch of the name that a list is to begin at.
    NO_CURSOR,
    /// The batch has not ended, and so cannot be removed.
    NOT_ENDED
  }

  BatchRefused(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /// Why it was refused.
  public Reason reason() {
    return reason;
  }
}
