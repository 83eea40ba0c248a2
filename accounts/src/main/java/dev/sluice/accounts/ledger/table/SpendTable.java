package dev.sluice.accounts.ledger.table;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.ledger.journal.Entry;
import dev.sluice.accounts.ledger.table.BatchWriter.Dated;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.store.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The tables `spend` and `spend_months`: sums of calls by day or month, and by all else that they
/// may be asked for by.
public final class SpendTable {
  private static final int KEY_ID = 2;
  private static final String PARTS = "team, key_id, model, target, payer, reason";
  private static final int PARTS_COUNT = 6;

  /// The model of calls that have used nothing and cost nothing: clients may invent names without
  /// end, and each would have a row for good.
  private static final String OTHER = "other";

  /// What is summed up.
  private static final List<String> SUMMED =
      Stream.of(List.of("calls"), MeterColumns.NAMES, List.of("nanos", "estimated", "unpriced"))
          .flatMap(List::stream)
          .toList();

  /// What a row is of.
  public enum Span {
    DAY("spend", "day"),
    MONTH("spend_months", "month");

    private final String table;
    private final String column;
    private final String add;

    Span(String table, String column) {
      this.table = table;
      this.column = column;
      this.add = SpendTable.add(table, column);
    }

    private String of(Dated entry) {
      return this == DAY ? entry.day() : entry.month();
    }
  }

  private static String add(String table, String column) {
    String key = column + ", " + PARTS;
    return "insert into %s (%s, %s, key_name) values (?%s) on conflict (%s) do update set key_name = excluded.key_name, %s"
        .formatted(
            table,
            key,
            String.join(", ", SUMMED),
            ", ?".repeat(1 + PARTS_COUNT + SUMMED.size()),
            key,
            SUMMED.stream()
                .map(name -> "%2$s = %1$s.%2$s + excluded.%2$s".formatted(table, name))
                .collect(Collectors.joining(", ")));
  }

  /// Rows in one order for all processes that share a store, so that none waits for another that
  /// waits for it.
  private static final Comparator<List<String>> ORDER =
      (one, other) -> Arrays.compare(one.toArray(String[]::new), other.toArray(String[]::new));

  private SpendTable() {}

  /// Adds entries to the sums.
  ///
  /// @param names the name of a key, by its id
  static void add(Sql sql, List<Dated> entries, UnaryOperator<String> names) {
    for (Span span : Span.values()) {
      add(sql, span, entries, names);
    }
  }

  private static void add(Sql sql, Span span, List<Dated> entries, UnaryOperator<String> names) {
    var sums = new TreeMap<List<String>, long[]>(ORDER);
    for (Dated entry : entries) {
      sums.merge(key(span, entry), values(entry.located().entry()), SpendTable::plus);
    }
    var rows = new ArrayList<Object[]>();
    sums.forEach((key, values) -> rows.add(row(key, values, names.apply(key.get(KEY_ID)))));
    sql.batch(span.add, rows);
  }

  private static List<String> key(Span span, Dated entry) {
    Entry of = entry.located().entry();
    Opened opened = of.paid().opened();
    boolean free = isFree(of.paid());
    return List.of(
        span.of(entry),
        opened.team(),
        opened.key(),
        free ? OTHER : opened.model(),
        free ? "" : of.paid().target(),
        of.payer().word(),
        of.reason());
  }

  private static boolean isFree(Paid paid) {
    return paid.nanos() == 0 && paid.meters().equals(Meters.NONE);
  }

  private static long[] values(Entry of) {
    Paid paid = of.paid();
    var values = LongStream.builder().add(of.calls());
    MeterColumns.values(paid.meters()).forEach(values::add);
    return values
        .add(paid.nanos())
        .add(paid.estimated() ? of.calls() : 0)
        .add(paid.priced() ? 0 : of.calls())
        .build()
        .toArray();
  }

  private static long[] plus(long[] some, long[] more) {
    for (int i = 0; i < some.length; i++) {
      some[i] += more[i];
    }
    return some;
  }

  private static Object[] row(List<String> key, long[] values, String name) {
    return Stream.of(key.stream(), Arrays.stream(values).boxed(), Stream.of(name))
        .flatMap(part -> part)
        .toArray();
  }

  /// What each key has paid from one day or month to another, in nano-dollars.
  ///
  /// @param first `YYYY-MM-DD` or `YYYY-MM`
  /// @param last the last one, in the same form
  public static List<OfKey> paid(Sql sql, Span span, String first, String last) {
    return sql.query(
        "select team, key_id, sum(nanos) as nanos from %s where %s between ? and ? and payer = 'key' group by team, key_id"
            .formatted(span.table, span.column),
        row -> new OfKey(row.text("team"), row.text("key_id"), row.number("nanos")),
        first,
        last);
  }

  /// What a key has paid, in nano-dollars.
  public record OfKey(String team, String key, long nanos) {}
}
