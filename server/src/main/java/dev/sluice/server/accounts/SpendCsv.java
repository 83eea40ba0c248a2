package dev.sluice.server.accounts;

import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.server.admin.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Sums of spend as a table for a spreadsheet: RFC 4180, all rows in one answer. Names are what
/// people and clients have chosen: one that a spreadsheet would take for a formula gets an
/// apostrophe in front.
final class SpendCsv {
  private static final int MOST = 100_000;
  private static final String FORMULA = "=+-@\t\r";
  private static final String END = "\r\n";

  private SpendCsv() {}

  static Page of(Spend spend, Spend.Query asked)
      throws ApiProblem, StoreException, InterruptedException {
    var text = new StringBuilder(header(asked.by())).append(END);
    Optional<String> after = Optional.empty();
    int rows = 0;
    do {
      var query =
          new Spend.Query(asked.by(), asked.from(), asked.to(), asked.only(), after, Spend.MOST);
      Spend.Page page = spend.sums(query);
      page.rows().forEach(row -> text.append(line(row)).append(END));
      rows += page.rows().size();
      after = page.next();
    } while (after.isPresent() && rows < MOST);
    if (after.isPresent()) {
      throw ApiProblem.invalid(
          "these are more than %d rows: ask for fewer days, or by fewer columns".formatted(MOST));
    }
    return page(asked, text.toString());
  }

  private static Page page(Spend.Query asked, String text) {
    String name = "spend-%s-%s.csv".formatted(asked.from(), asked.to());
    return new Page(200, "text/csv; charset=utf-8", text)
        .with("cache-control", "no-store")
        .with("content-disposition", "attachment; filename=\"" + name + "\"");
  }

  private static String header(List<By> by) {
    var cells = new ArrayList<>(by.stream().map(SpendQuestion::word).toList());
    if (by.contains(By.KEY)) {
      cells.add("key_name");
    }
    cells.add("calls");
    for (Meter meter : Meter.values()) {
      cells.add(meter.word());
    }
    cells.addAll(List.of("cost_usd", "estimated", "unpriced"));
    return String.join(",", cells);
  }

  private static String line(Spend.Row row) {
    var cells = new ArrayList<>(row.group().stream().map(SpendCsv::cell).toList());
    row.keyName().map(SpendCsv::cell).ifPresent(cells::add);
    Spend.Sums sums = row.sums();
    cells.add(Long.toString(sums.calls()));
    for (Meter meter : Meter.values()) {
      cells.add(Long.toString(sums.meters().count(meter)));
    }
    cells.add(Money.dollars(sums.nanos()));
    cells.add(Long.toString(sums.estimated()));
    cells.add(Long.toString(sums.unpriced()));
    return cells.stream().collect(Collectors.joining(","));
  }

  /// A text as a cell.
  static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
