package dev.sluice.server.accounts;

import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Column;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.server.admin.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sums of spend as a table for a spreadsheet.
final class SpendCsv {
  private SpendCsv() {}

  static Page of(Spend spend, Spend.Query spendQuery)
      throws ApiProblem, StoreException, InterruptedException {
    var text = new StringBuilder(header(spendQuery.by()));
    Optional<String> after = Optional.empty();
    int rows = 0;
    do {
      var query =
          new Spend.Query(
              spendQuery.by(),
              spendQuery.from(),
              spendQuery.to(),
              spendQuery.only(),
              after,
              Spend.MOST);
      Spend.Page page = spend.sums(query);
      page.rows().forEach(row -> text.append(line(row)));
      rows += page.rows().size();
      after = page.next();
    } while (after.isPresent() && rows < Csv.MOST);
    if (after.isPresent()) {
      throw ApiProblem.invalid(
          "these are more than %d rows: ask for fewer days, or by fewer columns"
              .formatted(Csv.MOST));
    }
    String name = "spend-%s-%s.csv".formatted(spendQuery.from(), spendQuery.to());
    return Csv.page(name, text.toString());
  }

  private static String header(List<Column> by) {
    var cells = new ArrayList<>(by.stream().map(SpendCsv::title).toList());
    if (by.contains(By.KEY)) {
      cells.add("key_name");
    }
    cells.add("calls");
    cells.addAll(Csv.meters());
    cells.addAll(List.of("cost_usd", "estimated", "unpriced"));
    return Csv.line(cells);
  }

  private static String title(Column column) {
    return column == By.TAGS ? Csv.TAGS : SpendQuestion.word(column);
  }

  private static String line(Spend.Row row) {
    var cells = new ArrayList<>(row.group().stream().map(Csv::cell).toList());
    row.keyName().map(Csv::cell).ifPresent(cells::add);
    Spend.Sums sums = row.sums();
    cells.add(Long.toString(sums.calls()));
    cells.addAll(Csv.meters(sums.meters()));
    cells.add(Money.dollars(sums.nanos()));
    cells.add(Long.toString(sums.estimated()));
    cells.add(Long.toString(sums.unpriced()));
    return Csv.line(cells);
  }
}
