package dev.sluice.accounts.upkeep;

/// A backup could not be made, or is not to be put back. The message says why and what to do; it
/// holds no secret.
public final class BackupException extends Exception {
  private static final long serialVersionUID = 1L;

  BackupException(String message) {
    super(message);
  }
}
