package dev.sluice.batches.file;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.file.KeptFiles.Disk;
import dev.sluice.batches.file.KeptFiles.Kept;
import dev.sluice.batches.file.KeptFiles.OfTeam;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of all teams, as operators see them. Safe for any thread; everything waits for the
/// store and the disk.
///
/// @param accounts whose store has the rows
public record FileAdmin(FilesConfig config, Accounts accounts) {
  private static final Comparator<OfTeam> FULLEST_FIRST =
      Comparator.comparingLong((OfTeam one) -> one.kept().most())
          .reversed()
          .thenComparing(OfTeam::team);

  /// What is kept.
  ///
  /// @param team by whom, of which the disk is not told; empty for all
  /// @param most how many teams are named
  public KeptFiles kept(String team, int most) throws StoreException, InterruptedException {
    Map<String, Kept> kept = accounts.read(sql -> KeptTable.kept(sql, team));
    List<OfTeam> fullest =
        kept.entrySet().stream()
            .map(one -> new OfTeam(one.getKey(), one.getValue()))
            .sorted(FULLEST_FIRST)
            .limit(most)
            .toList();
    Kept all = kept.values().stream().reduce(Kept.NOTHING, Kept::plus);
    return new KeptFiles(
        fullest, kept.size(), all, config.quota(), team.isEmpty() ? disk() : Optional.empty());
  }

  private Optional<Disk> disk() {
    try {
      var disk = Files.getFileStore(config.folder());
      return Optional.of(new Disk(disk.getUsableSpace(), disk.getTotalSpace()));
    } catch (IOException away) {
      return Optional.empty();
    }
  }
}
