package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.Sql;
import java.util.Map;

/// What the ledger of a store holds, in sum.
///
/// @param calls how many calls, and attempts that the gateway has paid
/// @param nanos what they have cost, in nano-dollars
/// @param first the month of the first one, `YYYY-MM`; empty where there is none
/// @param last the month of the last one
/// @param journals up to which place it has each journal, by its id
public record LedgerContent(
    long calls, long nanos, String first, String last, Map<String, JournalPlace> journals) {
  /// The version of the tables that the ledger's came with.
  private static final long SINCE = 2;

  public LedgerContent {
    journals = Map.copyOf(journals);
  }

  /// Reads it.
  ///
  /// @param version the version of the store's tables
  public static LedgerContent of(Sql sql, long version) {
    return version < SINCE ? new LedgerContent(0, 0, "", "", Map.of()) : of(sql);
  }

  private static LedgerContent of(Sql sql) {
    Map<String, JournalPlace> journals = JournalTable.all(sql);
    return sql.query(
            "select sum(calls) as calls, sum(nanos) as nanos, coalesce(min(month), '') as first,"
                + " coalesce(max(month), '') as last from spend_months",
            row ->
                new LedgerContent(
                    row.number("calls"),
                    row.number("nanos"),
                    row.text("first"),
                    row.text("last"),
                    journals))
        .getFirst();
  }
}
