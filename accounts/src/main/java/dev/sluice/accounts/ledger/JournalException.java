package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.FileTroubles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;

/// The journal could not be opened or grow. The message names its folder, what is wrong and what to
/// do.
public final class JournalException extends Exception {
  private static final long serialVersionUID = 1L;

  JournalException(Path folder, String why) {
    super("the journal " + folder + " " + why);
  }

  JournalException(Path folder, Exception cause) {
    super("the journal " + folder + " " + words(cause) + " (" + cause.getMessage() + ")", cause);
  }

  private static String words(Exception cause) {
    boolean forbidden =
        cause instanceof AccessDeniedException || cause instanceof ReadOnlyFileSystemException;
    if (forbidden || String.valueOf(cause.getMessage()).contains("Read-only")) {
      return "may not be written: give this user the right to, or name another folder";
    }
    return FileTroubles.isFull(cause)
        ? "has no room: free some"
        : "cannot be opened: see that the folder is there and may be written";
  }

  static JournalException of(Path folder, IOException cause) {
    return new JournalException(folder, cause);
  }
}
