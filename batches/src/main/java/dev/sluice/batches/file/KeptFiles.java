package dev.sluice.batches.file;

import java.util.List;
import java.util.Optional;

/// What teams keep, and the disk that it is on.
///
/// @param teams those that keep most, the fullest first
/// @param number how many teams keep something
/// @param all what they keep together
/// @param quota how many bytes a team may keep, and as many of results
/// @param disk the disk of the folder; empty where it cannot be asked
public record KeptFiles(
    List<OfTeam> teams, long number, Kept all, long quota, Optional<Disk> disk) {
  public KeptFiles {
    teams = List.copyOf(teams);
  }

  /// What is kept, and apart from it the files of results.
  public record Kept(long files, long bytes, long results, long resultBytes) {
    static final Kept NOTHING = new Kept(0, 0, 0, 0);

    static Kept files(long files, long bytes) {
      return new Kept(files, bytes, 0, 0);
    }

    static Kept results(long results, long bytes) {
      return new Kept(0, 0, results, bytes);
    }

    Kept plus(Kept other) {
      return new Kept(
          files + other.files,
          bytes + other.bytes,
          results + other.results,
          resultBytes + other.resultBytes);
    }

    /// The larger of both sums, which is nearer to the quota.
    long most() {
      return Math.max(bytes, resultBytes);
    }
  }

  /// What a team keeps.
  public record OfTeam(String team, Kept kept) {}

  /// A disk, in bytes.
  ///
  /// @param free what may still be written to it
  /// @param size what it has room for in all
  public record Disk(long free, long size) {}
}
