package dev.sluice.batches.file;

import dev.sluice.accounts.store.Sql;
import dev.sluice.batches.file.KeptFiles.Kept;
import java.util.HashMap;
import java.util.Map;

/// What each team keeps, by the rows of files: those of uploads that are pending included, and
/// those that are removed and still held. Each method is a question of the store.
final class KeptTable {
  private static final String SUMS =
      "select team, count(*) as files, coalesce(sum(bytes), 0) as bytes from files where ";
  private static final String BY_TEAM = " group by team";

  private KeptTable() {}

  /// What teams keep, by their names.
  ///
  /// @param team one team; empty for all
  static Map<String, Kept> kept(Sql sql, String team) {
    Map<String, Kept> kept = new HashMap<>();
    String whose = team.isEmpty() ? "" : "team = ? and ";
    Object[] values = team.isEmpty() ? new Object[0] : new Object[] {team};
    // Two questions, since each is answered from an index of its own.
    sql.query(
        SUMS + whose + "purpose <> 'batch_output'" + BY_TEAM,
        row -> add(kept, row, Kept.files(row.number("files"), row.number("bytes"))),
        values);
    sql.query(
        SUMS + whose + "purpose = 'batch_output'" + BY_TEAM,
        row -> add(kept, row, Kept.results(row.number("files"), row.number("bytes"))),
        values);
    return kept;
  }

  private static Kept add(Map<String, Kept> kept, Sql.Row row, Kept more) {
    return kept.merge(row.text("team"), more, Kept::plus);
  }
}
