package dev.sluice.server.reload;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A watch that finds out when the content of files is another one than was read from them last, by
/// whatever reload, and has stopped changing: a file that is being written is another one each
/// time. Used by one thread.
final class FileWatch {
  private final Supplier<Set<Path>> files;
  private final Supplier<String> content;
  private final Runnable changed;

  /// The digest that was seen last; null for none.
  private @Nullable String seen;

  /// The digest that was held as read at the last look.
  private String read = "";

  /// The digest that was told since then, and is not what was read; null for none.
  private @Nullable String told;

  /// @param files the files to watch, at each look
  /// @param content the digest of what was read last
  /// @param changed told of a content that was not read yet, once
  FileWatch(Supplier<Set<Path>> files, Supplier<String> content, Runnable changed) {
    this.files = files;
    this.content = content;
    this.changed = changed;
  }

  /// Looks at the files. What is new is told when it is the same at the next look.
  void look() {
    String digest = FileDigest.of(files.get());
    boolean settled = digest.equals(seen);
    seen = digest;
    compare();
    if (settled && !digest.equals(read) && !digest.equals(told)) {
      told = digest;
      changed.run();
      compare();
    }
  }

  /// Compares the files with what was read last; another reading in the meantime makes an earlier
  /// change old.
  private void compare() {
    String now = content.get();
    told = now.equals(read) ? told : null;
    read = now;
  }
}
