package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.SpendTable.Span;
import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.store.Sql;
import java.util.List;
import java.util.TreeMap;

/// The tables `spend_units` and `spend_months_units`: sums of the units that calls have taken, by
/// day or month, by all else that sums of calls are apart by, and by the kinds of pictures. What is
/// counted saturates at [Units#MOST]. Programs of before these tables write nothing to them.
final class UnitTable {
  private static final String KEY = SpendTable.PARTS + ", unit, kind";

  /// A kind of picture that calls of a key are counted by in a month, `YYYY-MM`.
  public record OfKind(String month, String key, String kind) {}

  private UnitTable() {}

  /// Adds sums to the rows of their keys.
  static void add(Sql sql, List<UnitSum> sums) {
    if (sums.isEmpty()) {
      return;
    }
    for (Span span : Span.values()) {
      var ofSpan = new TreeMap<UnitSum, Long>();
      for (UnitSum sum : sums) {
        var key = new UnitSum(span.of(sum.calls()), sum.unit(), sum.kind(), 0);
        ofSpan.merge(key, sum.count(), UnitSums::plus);
      }
      List<Object[]> rows =
          ofSpan.entrySet().stream().map(sum -> row(sum.getKey(), sum.getValue())).toList();
      int[] _ =
          sql.batch(insert(span) + " values (?" + ", ?".repeat(10) + ")" + add(sql, span), rows);
    }
  }

  private static Object[] row(UnitSum sum, long count) {
    SpendKey key = sum.calls();
    return new Object[] {
      key.span(),
      key.team(),
      key.key(),
      key.model(),
      key.target(),
      key.payer(),
      key.reason(),
      key.tags(),
      sum.unit().word(),
      sum.kind(),
      count
    };
  }

  private static String insert(Span span) {
    return "insert into %s_units (%s, %s, amount)".formatted(span.table(), span.column(), KEY);
  }

  private static String add(Sql sql, Span span) {
    return " on conflict (%1$s, %2$s) do update set amount = %3$s(%4$s_units.amount + excluded.amount, %5$d)"
        .formatted(
            span.column(), KEY, sql.isPostgres() ? "least" : "min", span.table(), Units.MOST);
  }

  /// Adds the sums of calls with some tags to those with others.
  static void retag(Sql sql, Span span, String tags, String others) {
    String copied =
        " select %1$s, %2$s, amount from %3$s_units where tags = ?"
            .formatted(span.column(), KEY.replace("tags", "?"), span.table());
    int _ = sql.update(insert(span) + copied + add(sql, span), others, tags);
    int _ = sql.update("delete from " + span.table() + "_units where tags = ?", tags);
  }

  /// The kinds that pictures are counted by, key by key and month by month.
  ///
  /// @param first the first month, `YYYY-MM`
  static List<OfKind> kinds(Sql sql, String first) {
    return sql.query(
        "select distinct month, key_id, kind from spend_months_units where month >= ? and kind <> ''",
        row -> new OfKind(row.text("month"), row.text("key_id"), row.text("kind")),
        first);
  }
}
