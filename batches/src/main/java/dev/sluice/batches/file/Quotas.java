package dev.sluice.batches.file;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The room that teams have for files, and what files take of it that are not complete. Safe for
/// any thread.
final class Quotas {
  private final long most;
  private final Map<String, Long> underWay = new ConcurrentHashMap<>();

  /// @param most how many bytes a team may keep
  Quotas(long most) {
    this.most = most;
  }

  /// Begins to count a file.
  ///
  /// @param kept how many bytes the team keeps now
  /// @param bounded whether the file is refused where there is no room
  Share share(String team, long kept, boolean bounded) throws FileRefused {
    if (bounded && kept >= most) {
      throw full();
    }
    return new Share(team, kept, bounded);
  }

  /// Whether so many bytes are no more than a team may keep.
  boolean holds(long bytes) {
    return bytes <= most;
  }

  FileRefused full() {
    return new FileRefused(
        FileRefused.Reason.QUOTA,
        "the files of this key's team would take more than "
            + most
            + " bytes (files.quota); delete some");
  }

  /// What one file takes. For one thread at a time.
  final class Share implements AutoCloseable {
    private final String team;
    private final long kept;
    private final boolean bounded;
    private long taken;

    private Share(String team, long kept, boolean bounded) {
      this.team = team;
      this.kept = kept;
      this.bounded = bounded;
    }

    /// Takes some more.
    ///
    /// @throws FileRefused if that is more than the team may keep
    void take(long bytes) throws FileRefused {
      taken += bytes;
      long all = kept + underWay.merge(team, bytes, Long::sum);
      if (bounded && !holds(all)) {
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
