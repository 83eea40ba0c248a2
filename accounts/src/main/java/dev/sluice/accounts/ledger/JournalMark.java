package dev.sluice.accounts.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The mark that a folder has had a whole journal: an empty file beside it. With the mark a journal
/// that is missing was removed; without it a start has ended before it had made one.
record JournalMark(Path file) {
  private static final String SUFFIX = ".made";

  /// Returns the mark of a journal.
  static JournalMark of(Path journal) {
    return new JournalMark(journal.resolveSibling(journal.getFileName() + SUFFIX));
  }

  boolean isThere() {
    return Files.exists(file);
  }

  /// Makes the mark, where it is missing. Where it cannot be made, no start tells of a journal that
  /// was removed, which keeps none from going on.
  void make() {
    try {
      if (!isThere()) {
        Files.createFile(file);
      }
    } catch (IOException unmarked) {
      // The next start tries again.
    }
  }
}
