package dev.sluice.server.reload;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds out when the content of files has changed, and has stopped changing: a file that is being
/// written is another one each time. Used by one thread.
final class FileWatch {
  private final Supplier<Set<Path>> files;
  private final Runnable changed;

  private Set<Path> watched = Set.of();

  /// The digest that was told last, and the one that was seen last; null for none.
  private @Nullable String told;

  private @Nullable String seen;

  /// @param files those that count, at each look
  /// @param changed told once of each content
  FileWatch(Supplier<Set<Path>> files, Runnable changed) {
    this.files = files;
    this.changed = changed;
  }

  /// Looks at the files. What is new is told when it is the same at the next look.
  void look() {
    Set<Path> now = files.get();
    if (!now.equals(watched)) {
      watched = now;
      told = null;
    }
    String digest = FileDigest.of(now);
    boolean settled = digest.equals(seen);
    seen = digest;
    if (settled && !digest.equals(told)) {
      told = digest;
      changed.run();
    }
  }
}
