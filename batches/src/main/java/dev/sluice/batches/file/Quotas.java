package dev.sluice.batches.file;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The room that teams have for files, and what files take of it that are not complete. Safe for
/// any thread.
final class Quotas {
  /// How many files a team may keep, however small they are.
  static final int FILES = 100_000;

  private final long most;
  private final Map<String, Long> underWay = new ConcurrentHashMap<>();

  /// @param most how many bytes a team may keep
  Quotas(long most) {
    this.most = most;
  }

  /// What a team keeps, but for files of results, which count against no quota.
  record Stock(long bytes, long files) {
    /// Returns this without so many bytes.
    Stock without(long freed) {
      return new Stock(bytes - freed, files);
    }
  }

  /// Begins to count a file.
  ///
  /// @param kept what the team keeps now
  /// @param bounded whether the file is refused where there is no room
  Share share(String team, Stock kept, boolean bounded) throws FileRefused {
    if (bounded && !holds(kept, 1)) {
      throw full();
    }
    return new Share(team, kept, bounded);
  }

  /// Whether a team may keep one more file, of so many bytes.
  boolean holds(Stock kept, long bytes) {
    return kept.bytes() + bytes <= most && kept.files() < FILES;
  }

  FileRefused full() {
    return new FileRefused(
        FileRefused.Reason.QUOTA,
        "this key's team may keep %d files, of %d bytes (files.quota) together; delete some"
            .formatted(FILES, most));
  }

  /// What one file takes. For one thread at a time.
  final class Share implements AutoCloseable {
    private final String team;
    private final Stock kept;
    private final boolean bounded;
    private long taken;

    private Share(String team, Stock kept, boolean bounded) {
      this.team = team;
      this.kept = kept;
      this.bounded = bounded;
    }

    /// Takes some more.
    ///
    /// @throws FileRefused if that is more than the team may keep
    void take(long bytes) throws FileRefused {
      if (!bounded) {
        return;
      }
      taken += bytes;
      long all = underWay.merge(team, bytes, Long::sum);
      if (!holds(kept, all)) {
        throw full();
      }
    }

    /// Gives all of it back.
    @Override
    public void close() {
      if (taken > 0) {
        long back = taken;
        taken = 0;
        underWay.computeIfPresent(team, (_, all) -> all > back ? all - back : null);
      }
    }
  }
}
