package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.store.Sql;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers questions for sums. Whole months are read from the table of months, unless the sums are
/// apart by day, which leaves at most two parts of months to read by the day.
final class SpendSums {
  private static final String SUMS =
      "sum(calls) as calls, %s, sum(nanos) as nanos, sum(estimated) as estimated, sum(unpriced) as unpriced"
          .formatted(MeterColumns.sums());

  private static final String DAYS = "select * from spend where day between ? and ?";
  private static final String MONTHS =
      "select * from spend_months where month between ? and ? union all %1$s union all %1$s"
          .formatted(DAYS);

  /// Between these is nothing.
  private static final List<String> NO_DAY = List.of("1", "0");

  private final Spend.Query query;
  private final List<Object> values = new ArrayList<>();

  private SpendSums(Spend.Query query) {
    this.query = query;
  }

  static Spend.Page of(Sql sql, Spend.Query query) {
    return new SpendSums(query).page(sql);
  }

  private Spend.Page page(Sql sql) {
    List<By> by = query.by();
    String statement =
        "select %s%s from (%s) as s where true%s%s%s limit %d"
            .formatted(columns(by), SUMS, source(), only(), after(), order(by), query.most());
    List<Spend.Row> rows = sql.query(statement, row -> row(row, by), values.toArray());
    boolean more = rows.size() == query.most() && !by.isEmpty();
    return new Spend.Page(
        rows, more ? Optional.of(Cursors.text(rows.getLast().group())) : Optional.empty());
  }

  private String source() {
    YearMonth first = firstWhole(query.from());
    YearMonth last = lastWhole(query.to());
    if (query.by().contains(By.DAY) || first.isAfter(last)) {
      add(query.from(), query.to());
      return DAYS;
    }
    values.addAll(List.of(first.toString(), last.toString()));
    add(query.from(), first.atDay(1).minusDays(1));
    add(last.atEndOfMonth().plusDays(1), query.to());
    return MONTHS;
  }

  private void add(LocalDate from, LocalDate to) {
    values.addAll(from.isAfter(to) ? NO_DAY : List.of(from.toString(), to.toString()));
  }

  private static YearMonth firstWhole(LocalDate from) {
    YearMonth month = YearMonth.from(from);
    return from.getDayOfMonth() == 1 ? month : month.plusMonths(1);
  }

  private static YearMonth lastWhole(LocalDate to) {
    YearMonth month = YearMonth.from(to);
    return to.equals(month.atEndOfMonth()) ? month : month.minusMonths(1);
  }

  private static String columns(List<By> by) {
    String names = by.contains(By.KEY) ? "max(key_name) as key_name, " : "";
    return by.stream().map(one -> one.column() + ", ").collect(Collectors.joining()) + names;
  }

  private String only() {
    var where = new StringBuilder();
    query
        .only()
        .forEach(
            (by, value) -> {
              where.append(" and ").append(by.column()).append(" = ?");
              values.add(value);
            });
    return where.toString();
  }

  private String after() {
    if (query.after().isEmpty()) {
      return "";
    }
    List<String> last = Cursors.values(query.after().get(), query.by().size());
    values.addAll(last);
    String marks = String.join(", ", Collections.nCopies(last.size(), "?"));
    return " and (%s) > (%s)".formatted(list(query.by()), marks);
  }

  private static String order(List<By> by) {
    return by.isEmpty() ? "" : " group by %1$s order by %1$s".formatted(list(by));
  }

  private static String list(List<By> by) {
    return by.stream().map(By::column).collect(Collectors.joining(", "));
  }

  private static Spend.Row row(Sql.Row row, List<By> by) {
    return new Spend.Row(
        by.stream().map(one -> row.text(one.column())).toList(),
        by.contains(By.KEY) ? Optional.of(row.text("key_name")) : Optional.empty(),
        new Spend.Sums(
            row.number("calls"),
            MeterColumns.of(row),
            row.number("nanos"),
            row.number("estimated"),
            row.number("unpriced")));
  }
}
