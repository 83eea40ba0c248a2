package dev.sluice.batches;

/// The batch is another owner's now.
final class BatchLostException extends Exception {
  private static final long serialVersionUID = 1L;

  BatchLostException() {
    super("another process has the batch", null, false, false);
  }
}
