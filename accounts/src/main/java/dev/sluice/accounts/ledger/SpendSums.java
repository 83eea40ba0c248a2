package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Column;
import dev.sluice.accounts.ledger.Spend.Tag;
import dev.sluice.accounts.store.Sql;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The answers to questions for sums. Whole months are read from the table of months, unless the
/// sums are apart by day, which leaves at most two parts of months to read by the day. Tags are
/// taken out of their text where one of them is asked for, and by the database.
final class SpendSums {
  private static final String SUMS =
      "sum(calls) as calls, %s, sum(nanos) as nanos, sum(estimated) as estimated, sum(unpriced) as unpriced"
          .formatted(MeterColumns.sums());

  private static final String DAYS = "select * from spend where day between ? and ?";
  private static final String MONTHS =
      "select * from spend_months where month between ? and ? union all %1$s union all %1$s"
          .formatted(DAYS);

  /// The expression for the value of a tag in PostgreSQL.
  private static final String OF_POSTGRES =
      ", case when tags = '' then '' else coalesce(tags::json ->> cast(? as text), '') end";

  private static final String OF_SQLITE =
      ", case when tags = '' then '' else coalesce(json_extract(tags, ?), '') end";

  /// The bounds of a stretch of days that holds none.
  private static final List<String> NO_DAY = List.of("1", "0");

  /// The prefix of the columns with tags' values.
  private static final String TAG = "tag_";

  private final Spend.Query query;
  private final List<Tag> tags;
  private final List<Object> values = new ArrayList<>();

  private SpendSums(Spend.Query query) {
    this.query = query;
    this.tags =
        Stream.concat(query.by().stream(), query.only().keySet().stream())
            .filter(Tag.class::isInstance)
            .map(Tag.class::cast)
            .distinct()
            .toList();
  }

  static Spend.Page of(Sql sql, Spend.Query query) {
    return new SpendSums(query).page(sql);
  }

  private Spend.Page page(Sql sql) {
    List<Column> by = query.by();
    String statement =
        "select %s%s from (%s) as s where true%s%s%s limit %d"
            .formatted(columns(by), SUMS, rows(sql), onlyOuter(), after(), order(by), query.most());
    List<Spend.Row> rows = sql.query(statement, row -> row(row, by), values.toArray());
    boolean more = rows.size() == query.most() && !by.isEmpty();
    return new Spend.Page(
        rows, more ? Optional.of(Cursors.text(rows.getLast().group())) : Optional.empty());
  }

  /// The rows that are summed up. Where tags are asked for the rows are sums themselves, each with
  /// its values of the tags: there are far fewer texts of tags than rows, and each is read once.
  private String rows(Sql sql) {
    if (tags.isEmpty()) {
      return source();
    }
    String taken = taken(sql);
    String plain = plain();
    return "select r.*%s from (select %s, max(key_name) as key_name, %s from (%s) as q where true%s group by %s) as r"
        .formatted(taken, plain, SUMS, source(), only(By.class), plain);
  }

  /// The columns without those of tags' values, with the text of all tags.
  private String plain() {
    return Stream.concat(
            Stream.concat(query.by().stream(), query.only().keySet().stream()), Stream.of(By.TAGS))
        .filter(By.class::isInstance)
        .map(this::name)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private String taken(Sql sql) {
    var taken = new StringBuilder();
    for (int i = 0; i < tags.size(); i++) {
      taken.append(sql.isPostgres() ? OF_POSTGRES : OF_SQLITE).append(" as ").append(TAG).append(i);
      String name = tags.get(i).name();
      values.add(sql.isPostgres() ? name : "$.\"" + name + '"');
    }
    return taken.toString();
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

  private String name(Column column) {
    return switch (column) {
      case By by -> by.column();
      case Tag tag -> TAG + tags.indexOf(tag);
    };
  }

  private String columns(List<Column> by) {
    String names = by.contains(By.KEY) ? "max(key_name) as key_name, " : "";
    return by.stream().map(one -> name(one) + ", ").collect(Collectors.joining()) + names;
  }

  private String onlyOuter() {
    return only(tags.isEmpty() ? By.class : Tag.class);
  }

  private String only(Class<? extends Column> of) {
    var where = new StringBuilder();
    query
        .only()
        .forEach(
            (by, value) -> {
              if (of.isInstance(by)) {
                where.append(" and ").append(name(by)).append(" = ?");
                values.add(value);
              }
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

  private String order(List<Column> by) {
    return by.isEmpty() ? "" : " group by %1$s order by %1$s".formatted(list(by));
  }

  private String list(List<Column> by) {
    return by.stream().map(this::name).collect(Collectors.joining(", "));
  }

  private Spend.Row row(Sql.Row row, List<Column> by) {
    return new Spend.Row(
        by.stream().map(one -> row.text(name(one))).toList(),
        by.contains(By.KEY) ? Optional.of(row.text("key_name")) : Optional.empty(),
        new Spend.Sums(
            row.number("calls"),
            MeterColumns.of(row),
            row.number("nanos"),
            row.number("estimated"),
            row.number("unpriced")));
  }
}
