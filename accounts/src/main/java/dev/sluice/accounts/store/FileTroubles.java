package dev.sluice.accounts.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What is wrong where a file could not be written, by the words of the system and by what may be
/// written. Pure, but for a look at the file system.
public final class FileTroubles {
  /// The words for a disk that is full, and for limits of a user and of a process.
  private static final List<String> NO_ROOM =
      List.of("No space", "quota exceeded", "File too large");

  private FileTroubles() {}

  /// Whether there was no room.
  public static boolean isFull(Exception why) {
    return NO_ROOM.stream().anyMatch(String.valueOf(why.getMessage())::contains);
  }

  /// Whether a folder may be written, or made where it is missing.
  static boolean mayBeWritten(Path folder) {
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there == null || Files.isWritable(there);
  }
}
