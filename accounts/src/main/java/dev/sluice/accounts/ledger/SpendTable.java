package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.ledger.BatchReader.Tagged;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables `spend` and `spend_months`: sums of calls by day or month, and by all else that they
/// may be asked for by.
final class SpendTable {
  /// The columns that sums are apart by, beside the span of time.
  static final String PARTS = "team, key_id, model, target, payer, reason, tags";

  private static final int PARTS_COUNT = 7;

  /// The columns that are summed up.
  private static final List<String> SUMMED =
      Stream.of(List.of("calls"), MeterColumns.NAMES, List.of("nanos", "estimated", "unpriced"))
          .flatMap(List::stream)
          .toList();

  private static final String NUMBERS = String.join(", ", SUMMED);

  /// The span of time that a row is of.
  public enum Span {
    DAY("spend", "day"),
    MONTH("spend_months", "month");

    private final String table;
    private final String column;
    private final String add;
    private final String retag;

    Span(String table, String column) {
      this.table = table;
      this.column = column;
      this.add = SpendTable.add(table, column);
      this.retag = SpendTable.retag(table, column);
    }

    SpendKey of(SpendKey day) {
      return this == DAY ? day : day.ofMonth();
    }

    String table() {
      return table;
    }

    String column() {
      return column;
    }
  }

  private static String add(String table, String column) {
    return "insert into %s (%s, %s, %s, key_name) values (?%s)"
            .formatted(table, column, PARTS, NUMBERS, ", ?".repeat(1 + PARTS_COUNT + SUMMED.size()))
        + onConflict(table, column);
  }

  private static String retag(String table, String column) {
    return "insert into %1$s (%2$s, %3$s, %4$s, key_name) select %2$s, %5$s, %4$s, key_name from %1$s where tags = ?"
            .formatted(table, column, PARTS, NUMBERS, PARTS.replace("tags", "?"))
        + onConflict(table, column);
  }

  private static String onConflict(String table, String column) {
    return " on conflict (%s, %s) do update set key_name = excluded.key_name, %s"
        .formatted(
            column,
            PARTS,
            SUMMED.stream()
                .map(name -> "%2$s = %1$s.%2$s + excluded.%2$s".formatted(table, name))
                .collect(Collectors.joining(", ")));
  }

  private SpendTable() {}

  /// Adds sums of calls to the rows of their keys.
  ///
  /// @param names the name of a key, by its id
  static void add(Sql sql, List<SpendSum> sums, UnaryOperator<String> names) {
    for (Span span : Span.values()) {
      add(sql, span, sums, names);
    }
  }

  private static void add(Sql sql, Span span, List<SpendSum> sums, UnaryOperator<String> names) {
    var ofSpan = new TreeMap<SpendKey, long[]>();
    for (SpendSum sum : sums) {
      ofSpan.merge(span.of(sum.key()), sum.values(), SpendTable::plus);
    }
    var rows = new ArrayList<Object[]>();
    ofSpan.forEach((key, values) -> rows.add(row(key, values, names.apply(key.key()))));
    sql.batch(span.add, rows);
  }

  private static long[] plus(long[] some, long[] more) {
    for (int i = 0; i < some.length; i++) {
      some[i] += more[i];
    }
    return some;
  }

  private static Object[] row(SpendKey key, long[] values, String name) {
    Stream<String> parts =
        Stream.of(
            key.span(),
            key.team(),
            key.key(),
            key.model(),
            key.target(),
            key.payer(),
            key.reason(),
            key.tags());
    return Stream.of(parts, Arrays.stream(values).boxed(), Stream.of(name))
        .flatMap(part -> part)
        .toArray();
  }

  /// Adds the sums of calls with some tags to those with others.
  ///
  /// @return how many rows there were
  static long retag(Sql sql, String tags, String others) {
    long rows = 0;
    for (Span span : Span.values()) {
      int _ = sql.update(span.retag, others, tags);
      rows += sql.update("delete from " + span.table + " where tags = ?", tags);
      UnitTable.retag(sql, span, tags, others);
    }
    return rows;
  }

  /// The sums that each key, and the gateway for it, has paid from one day or month to another, in
  /// nano-dollars.
  ///
  /// @param first `YYYY-MM-DD` or `YYYY-MM`
  /// @param last the last one, in the same form
  public static List<OfKey> paid(Sql sql, Span span, String first, String last) {
    return sql.query(
        "select team, key_id, payer, sum(nanos) as nanos from %s where %s between ? and ? group by team, key_id, payer"
            .formatted(span.table, span.column),
        row ->
            new OfKey(
                row.text("team"),
                row.text("key_id"),
                row.text("payer").equals("gateway"),
                row.number("nanos")),
        first,
        last);
  }

  /// The sum that counts in the budgets of an owner from one day or month to another, in
  /// nano-dollars. For PostgreSQL.
  ///
  /// @param owner as [Spender] has it
  public static long paid(Sql sql, Span span, String first, String last, String owner) {
    String of =
        Spender.keyOf(owner).isPresent()
            ? " and payer = 'key' and key_id = ?"
            : Spender.teamOf(owner).isPresent() ? " and payer = 'key' and team = ?" : " and ? = ''";
    String name = Spender.keyOf(owner).or(() -> Spender.teamOf(owner)).orElse("");
    return sql.number(
        "select least(coalesce(sum(nanos), 0), %d)::bigint as n from %s where %s between ? and ?"
                .formatted(Money.MOST, span.table, span.column)
            + of,
        first,
        last,
        name);
  }

  /// The tags that calls are counted by, key by key and month by month.
  ///
  /// @param first the first month, `YYYY-MM`
  public static List<Tagged> tags(Sql sql, String first) {
    return sql.query(
        "select distinct month, key_id, tags from spend_months where month >= ? and tags <> ''",
        row -> new Tagged(row.text("month"), row.text("key_id"), row.text("tags")),
        first);
  }

  /// The sum that was paid for the calls of a key, in nano-dollars.
  ///
  /// @param gateway whether the gateway has paid it, since the key did not owe it
  public record OfKey(String team, String key, boolean gateway, long nanos) {}
}
