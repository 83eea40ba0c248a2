package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Column;
import dev.sluice.accounts.ledger.Spend.Tag;
import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.price.Units.Taken;
import dev.sluice.accounts.store.Sql;
import dev.sluice.call.request.PricedExtra;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The answers to questions for sums. Whole months are read from the table of months, unless the
/// sums are apart by day, which leaves at most two parts of months to read by the day. Tags are
/// taken out of their text where one of them is asked for, and by the database. The units of the
/// rows are the answer to a second question, in the same form.
final class SpendSums {
  private static final String SUMS =
      "sum(calls) as calls, %s, sum(nanos) as nanos, sum(estimated) as estimated, sum(unpriced) as unpriced"
          .formatted(MeterColumns.sums());

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
  private final Of of;
  private final List<Tag> tags;
  private final List<Object> values = new ArrayList<>();

  /// What is summed up.
  ///
  /// @param tables the ending of the names of its tables
  /// @param more the columns by which it is apart, beside those that are asked by
  private record Of(String tables, String sums, List<String> more) {
    static final Of CALLS = new Of("", SUMS, List.of());
    static final Of UNITS = new Of("_units", "sum(amount) as amount", List.of("unit", "kind"));

    String days() {
      return "select * from spend" + tables + " where day between ? and ?";
    }

    String months() {
      return "select * from spend_months%2$s where month between ? and ? union all %1$s union all %1$s"
          .formatted(days(), tables);
    }
  }

  /// The units of a group of calls.
  private record OfGroup(List<String> group, Taken taken) {}

  private SpendSums(Spend.Query query, Of of) {
    this.query = query;
    this.of = of;
    this.tags =
        Stream.concat(query.by().stream(), query.only().keySet().stream())
            .filter(Tag.class::isInstance)
            .map(Tag.class::cast)
            .distinct()
            .toList();
  }

  static Spend.Page of(Sql sql, Spend.Query query) {
    List<Spend.Row> rows = new SpendSums(query, Of.CALLS).calls(sql);
    boolean more = rows.size() == query.most() && !query.by().isEmpty();
    Optional<List<String>> last = more ? Optional.of(rows.getLast().group()) : Optional.empty();
    List<OfGroup> units = new SpendSums(query, Of.UNITS).units(sql, last);
    return new Spend.Page(with(units, rows), last.map(Cursors::text));
  }

  /// The rows with their units.
  private static List<Spend.Row> with(List<OfGroup> units, List<Spend.Row> rows) {
    if (units.isEmpty()) {
      return rows;
    }
    Map<List<String>, List<Taken>> of =
        units.stream()
            .collect(
                Collectors.groupingBy(
                    OfGroup::group, Collectors.mapping(OfGroup::taken, Collectors.toList())));
    return rows.stream()
        .map(
            row ->
                row.with(Units.ofLargest(of.getOrDefault(row.group(), List.of()), KindBounds.MOST)))
        .toList();
  }

  private List<Spend.Row> calls(Sql sql) {
    List<Column> by = query.by();
    String names = by.contains(By.KEY) ? "max(key_name) as key_name, " : "";
    String statement =
        "select %s%s%s from (%s) as s where true%s%s%s limit %d"
            .formatted(
                columns(), names, SUMS, rows(sql), onlyOuter(), after(), order(), query.most());
    return sql.query(statement, row -> row(row, by), values.toArray());
  }

  /// @param last the last group that is asked for, where there are more behind it
  private List<OfGroup> units(Sql sql, Optional<List<String>> last) {
    String statement =
        "select %s%s from (%s) as s where true%s%s%s%s"
            .formatted(columns(), of.sums(), rows(sql), onlyOuter(), after(), upTo(last), order());
    return sql.query(statement, this::unit, values.toArray()).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /// Reads the units of a group; empty for those that this program does not know.
  private Optional<OfGroup> unit(Sql.Row row) {
    List<String> group = query.by().stream().map(one -> row.text(name(one))).toList();
    return PricedExtra.of(row.text("unit"))
        .map(unit -> new OfGroup(group, new Taken(unit, row.text("kind"), row.number("amount"))));
  }

  /// The rows that are summed up. Where tags are asked for the rows are sums themselves, each with
  /// its values of the tags: there are far fewer texts of tags than rows, and each is read once.
  private String rows(Sql sql) {
    if (tags.isEmpty()) {
      return source();
    }
    String taken = taken(sql);
    String plain = plain();
    String names = of.equals(Of.CALLS) ? ", max(key_name) as key_name" : "";
    return "select r.*%s from (select %s%s, %s from (%s) as q where true%s group by %s) as r"
        .formatted(taken, plain, names, of.sums(), source(), only(By.class), plain);
  }

  /// The columns without those of tags' values, with the text of all tags.
  private String plain() {
    Stream<Column> asked = Stream.concat(query.by().stream(), query.only().keySet().stream());
    Stream<String> names =
        Stream.concat(asked, Stream.of(By.TAGS)).filter(By.class::isInstance).map(this::name);
    return Stream.concat(names, of.more().stream()).distinct().collect(Collectors.joining(", "));
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
      return of.days();
    }
    values.addAll(List.of(first.toString(), last.toString()));
    add(query.from(), first.atDay(1).minusDays(1));
    add(last.atEndOfMonth().plusDays(1), query.to());
    return of.months();
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

  private String columns() {
    return apart().map(name -> name + ", ").collect(Collectors.joining());
  }

  /// The columns that the sums are apart by.
  private Stream<String> apart() {
    return Stream.concat(query.by().stream().map(this::name), of.more().stream());
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
    return compared(">", Cursors.values(query.after().get(), query.by().size()));
  }

  private String upTo(Optional<List<String>> last) {
    return last.map(group -> compared("<=", group)).orElse("");
  }

  private String compared(String as, List<String> group) {
    values.addAll(group);
    String names = query.by().stream().map(this::name).collect(Collectors.joining(", "));
    String marks = String.join(", ", Collections.nCopies(group.size(), "?"));
    return " and (%s) %s (%s)".formatted(names, as, marks);
  }

  private String order() {
    String names = apart().collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " group by %1$s order by %1$s".formatted(names);
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
