package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Column;
import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.tag.TagText;
import dev.sluice.report.RefusedCalls;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.Page;
import dev.sluice.server.payment.KeyBudgets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The pages of spend: `/admin/v1/spend`, and `/admin/v1/spend/calls`, as JSON in pages, or as
/// tables for a spreadsheet. Safe for any thread; waits for the store.
///
/// @param accounts the store, where there is one
/// @param keyBudgets the keys that there are, and where a day begins
/// @param tags the names of the tags that calls have
/// @param refused the calls that no ledger has, since they were not let in
/// @param wall the wall clock, in milliseconds since 1970
/// @param others what is read beside it
public record SpendApi(
    Optional<Accounts> accounts,
    KeyBudgets keyBudgets,
    List<String> tags,
    RefusedCalls refused,
    LongSupplier wall,
    AdminPages.Source others)
    implements AdminPages.Source {
  private static final String SPEND = "/admin/v1/spend";
  private static final String CALLS = SPEND + "/calls";

  @Override
  public String paths() {
    return String.join(" ", SPEND, CALLS, others.paths());
  }

  @Override
  public Optional<Supplier<Page>> at(String path, Map<String, List<String>> query) {
    return switch (path) {
      case SPEND -> AccountsApi.asked(() -> sums(query));
      case CALLS ->
          AccountsApi.asked(
              () -> new SpentCalls(spend(), keyBudgets, refused, today()).answer(query));
      default -> others.at(path, query);
    };
  }

  private Spend spend() throws ApiProblem {
    return new Spend(accounts.orElseThrow(AccountsApi::noStore)::read);
  }

  private ZoneId zone() {
    return keyBudgets.budgets().zone();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(Instant.ofEpochMilli(wall.getAsLong()), zone());
  }

  private Page sums(Map<String, List<String>> query)
      throws ApiProblem, StoreException, InterruptedException {
    Spend spend = spend();
    SpendQuestion question = SpendQuestion.of(query, tags, today()).whose(this::whose);
    try {
      return question.csv() ? SpendCsv.of(spend, question.query()) : json(spend, question.query());
    } catch (IllegalArgumentException e) {
      throw ApiProblem.invalid(
          "after must be the `next` of the page before, of the same question; it is "
              + query.get("after"));
    }
  }

  /// Finds the id of a key that a person has named.
  private String whose(String key, Spend.Query of)
      throws ApiProblem, StoreException, InterruptedException {
    KeyName name = KeyName.find(key, keyBudgets);
    if (name.isByName() && isSpent(of, key)) {
      throw name.ambiguous();
    }
    return name.id();
  }

  private boolean isSpent(Spend.Query of, String id)
      throws ApiProblem, StoreException, InterruptedException {
    var gone =
        new Spend.Query(
            List.of(By.KEY), of.from(), of.to(), Map.of(By.KEY, id), Optional.empty(), 1);
    return !spend().sums(gone).rows().isEmpty();
  }

  private Page json(Spend spend, Spend.Query query) throws StoreException, InterruptedException {
    Spend.Page page = spend.sums(query);
    ObjectNode tree = AccountsJson.object();
    tree.put("from", query.from().toString()).put("to", query.to().toString());
    String zone = zone().equals(ZoneOffset.UTC) ? "UTC" : zone().getId();
    tree.put("zone", zone).put("currency", "USD");
    ArrayNode names = tree.putArray("tags");
    tags.forEach(names::add);
    ArrayNode rows = tree.putArray("rows");
    page.rows().forEach(row -> rows.add(row(row, query.by())));
    if (query.after().isEmpty()) {
      tree.set("total", total(spend, query));
    } else {
      tree.putNull("total");
    }
    return Pages.of(200, tree.put("next", page.next().orElse(null)));
  }

  /// The sum of all pages, which stands on the first page.
  private static ObjectNode total(Spend spend, Spend.Query query)
      throws StoreException, InterruptedException {
    var all =
        new Spend.Query(List.of(), query.from(), query.to(), query.only(), Optional.empty(), 1);
    ObjectNode tree = AccountsJson.object();
    spend.sums(all).rows().forEach(row -> sums(tree, row.sums()));
    return tree;
  }

  private static ObjectNode row(Spend.Row row, List<Column> by) {
    ObjectNode tree = AccountsJson.object();
    for (int i = 0; i < by.size(); i++) {
      String word = SpendQuestion.word(by.get(i));
      String value = row.group().get(i);
      if (by.get(i) == By.TAGS) {
        tags(tree, value);
      } else {
        tree.put(word, value);
      }
    }
    row.keyName().ifPresent(name -> tree.put("key_name", name));
    return sums(tree, row.sums());
  }

  /// Adds tags to an answer, as an object.
  static void tags(ObjectNode tree, String text) {
    ObjectNode tags = tree.putObject(SpendQuestion.word(By.TAGS));
    TagText.read(text).forEach(tags::put);
  }

  /// Adds what was used to an answer: each meter, and the units, by their names in prices.
  static void used(ObjectNode tree, Meters meters) {
    for (Meter meter : Meter.values()) {
      tree.put(meter.word(), meters.count(meter));
    }
    ObjectNode units = tree.putObject("units");
    for (Units.Taken taken : meters.units().taken()) {
      units.put(taken.unit().word(), meters.units().count(taken.unit()));
    }
    for (Units.Taken taken : meters.units().taken()) {
      if (!taken.kind().isEmpty()) {
        units.withObject("/image_kind").put(taken.kind(), taken.count());
      }
    }
  }

  private static ObjectNode sums(ObjectNode tree, Spend.Sums sums) {
    tree.put("calls", sums.calls());
    used(tree, sums.meters());
    BudgetJson.money(tree, "cost", sums.nanos());
    return tree.put("estimated", sums.estimated()).put("unpriced", sums.unpriced());
  }
}
