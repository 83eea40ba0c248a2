package dev.sluice.batches.file;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The room that teams have for files, and what files take of it that are not complete. A file
/// knows what its team kept when it began, and what has become complete since, so that all files
/// under way together stay within the room; a store of several processes has the last word. Safe
/// for any thread.
final class FileQuotas {
  /// How many files a team may keep, however small they are.
  static final int FILES = 100_000;

  private final long most;
  private final Map<String, Drafts> underWay = new ConcurrentHashMap<>();

  /// @param most how many bytes a team may keep
  FileQuotas(long most) {
    this.most = most;
  }

  /// The files of a team that are under way; there is no entry without any.
  ///
  /// @param number how many
  /// @param bytes what they have taken
  /// @param settled by how many bytes more its team keeps than when the oldest of them began
  private record Drafts(long number, long bytes, long settled) {
    Drafts plus(Drafts other) {
      return new Drafts(number + other.number, bytes + other.bytes, settled + other.settled);
    }
  }

  /// What a team keeps, but for files of results, which count by themselves.
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

  /// Notes that a team keeps so many bytes less.
  void free(String team, long bytes) {
    underWay.computeIfPresent(team, (_, all) -> all.plus(new Drafts(0, 0, -bytes)));
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

    /// What was settled of the team's when this began.
    private final long before;

    private long taken;
    private boolean closed;

    private Share(String team, Stock kept, boolean bounded) {
      this.team = team;
      this.kept = kept;
      this.bounded = bounded;
      this.before = bounded ? add(1, 0, 0).settled() : 0;
    }

    private Drafts add(long number, long bytes, long settled) {
      return underWay.merge(team, new Drafts(number, bytes, settled), Drafts::plus);
    }

    /// Takes some more.
    ///
    /// @throws FileRefused if that is more than the team may keep
    void take(long bytes) throws FileRefused {
      if (!bounded) {
        return;
      }
      taken += bytes;
      Drafts all = add(0, bytes, 0);
      if (!holds(kept, all.bytes() + all.settled() - before)) {
        throw full();
      }
    }

    /// Notes that the team keeps what was taken.
    void settle() {
      if (bounded) {
        Drafts _ = add(0, -taken, taken);
        taken = 0;
      }
    }

    /// Gives back what was not settled.
    @Override
    public void close() {
      if (bounded && !closed) {
        closed = true;
        Drafts mine = new Drafts(-1, -taken, 0);
        underWay.computeIfPresent(team, (_, all) -> all.number() > 1 ? all.plus(mine) : null);
      }
    }
  }
}
