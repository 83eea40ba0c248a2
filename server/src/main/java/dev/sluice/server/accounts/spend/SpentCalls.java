package dev.sluice.server.accounts.spend;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.SpentCall;
import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.Words;
import dev.sluice.server.accounts.AccountsJson;
import dev.sluice.server.accounts.ApiProblem;
import dev.sluice.server.accounts.Cursor;
import dev.sluice.server.accounts.KeyName;
import dev.sluice.server.accounts.Pages;
import dev.sluice.server.accounts.StandingJson;
import dev.sluice.server.admin.page.Page;
import dev.sluice.server.payment.RefusedCalls;
import dev.sluice.server.payment.Standings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The calls of a key one by one, the newest first: `/admin/v1/spend/calls`. Safe for any thread;
/// waits for the store.
///
/// @param keys the keys that there are
/// @param refused the calls that no ledger has, since they were not let in
record SpentCalls(Spend spend, Standings keys, RefusedCalls refused) {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final String KEY = "key";
  private static final String ID = "id";
  private static final String FORMAT = "format";

  /// The outcome of calls that a limit has refused.
  private static final String OUTCOME = "limit_reached";

  Page answer(Map<String, List<String>> query)
      throws ApiProblem, StoreException, InterruptedException {
    boolean csv = SpendQuestion.csv(query);
    int most = csv ? Csv.MOST : MOST;
    Cursor cursor = Cursor.of(query, List.of(KEY, ID, FORMAT), csv ? Csv.MOST : USUAL, most);
    KeyName of = whose(cursor);
    try {
      return csv ? table(of, cursor) : page(of, cursor);
    } catch (IllegalArgumentException e) {
      throw ApiProblem.invalid(
          "after must be the `next` of the page before, of the same key; it is " + cursor.after());
    }
  }

  private KeyName whose(Cursor cursor) throws ApiProblem, StoreException, InterruptedException {
    if (cursor.has(KEY) == cursor.has(ID)) {
      throw ApiProblem.invalid(
          "key is missing, or there is id beside it: say whose calls, by a key's id or its name,"
              + " such as key=live, or by its id alone, such as id=live; with an empty one those"
              + " that showed no key");
    }
    if (cursor.has(ID)) {
      return KeyName.ofId(cursor.of(ID), keys);
    }
    KeyName of = KeyName.find(cursor.of(KEY), keys);
    if (of.isByName() && !spend.recent(of.text(), Optional.empty(), 1).calls().isEmpty()) {
      throw of.ambiguous();
    }
    return of;
  }

  private static Optional<String> after(Cursor cursor) {
    return Optional.of(cursor.after()).filter(text -> !text.isEmpty());
  }

  private Page page(KeyName of, Cursor cursor)
      throws ApiProblem, StoreException, InterruptedException {
    Spend.Calls found = found(of, after(cursor), cursor.limit());
    ObjectNode tree = AccountsJson.object().put(KEY, of.id());
    tree.put("name", of.name().orElse(null)).put("team", of.team().orElse(null));
    ArrayNode calls = tree.put("currency", "USD").putArray("calls");
    found.calls().forEach(call -> calls.add(tree(call)));
    if (cursor.after().isEmpty()) {
      tree.set("refused_here", tree(refused.of(of.id(), cursor.limit())));
    }
    return Pages.of(200, tree.put("next", next(of, found).orElse(null)));
  }

  /// The calls of the last hour that limits and budgets of this process have refused, by the
  /// minute, and the last of them.
  private static ObjectNode tree(RefusedCalls.Found found) {
    ObjectNode tree = AccountsJson.object();
    ArrayNode minutes = tree.putArray("minutes");
    found
        .minutes()
        .forEach(one -> minutes.addObject().put("at", one.at()).put("calls", one.calls()));
    ArrayNode calls = tree.putArray("calls");
    found.calls().forEach(call -> add(calls.addObject(), call));
    return tree;
  }

  private static void add(ObjectNode tree, RefusedCalls.Refused call) {
    tree.put(ID, call.id()).put("at", call.at()).put("model", call.model());
    tree.put("outcome", OUTCOME).put("limit", Words.of(call.limit()));
  }

  private Spend.Calls found(KeyName of, Optional<String> after, int most)
      throws ApiProblem, StoreException, InterruptedException {
    Spend.Calls found = spend.recent(of.id(), after, most);
    if (found.calls().isEmpty() && after.isEmpty()) {
      of.checkThere();
    }
    return found;
  }

  /// A page that is full may be the last one.
  private Optional<String> next(KeyName of, Spend.Calls found)
      throws StoreException, InterruptedException {
    boolean more =
        found.next().isPresent() && !spend.recent(of.id(), found.next(), 1).calls().isEmpty();
    return more ? found.next() : Optional.empty();
  }

  private static ObjectNode tree(SpentCall call) {
    ObjectNode tree = AccountsJson.object().put(ID, call.call());
    tree.put("at", call.began()).put("ended", call.ended());
    tree.put("team", call.team()).put("model", call.model()).put("target", call.target());
    tree.put("outcome", call.outcome()).put("payer", call.payer()).put("reason", call.reason());
    for (Meter meter : Meter.values()) {
      tree.put(meter.word(), call.meters().count(meter));
    }
    StandingJson.money(tree, "cost", call.nanos());
    return tree.put("estimated", call.estimated()).put("unpriced", call.unpriced());
  }

  private Page table(KeyName of, Cursor cursor)
      throws ApiProblem, StoreException, InterruptedException {
    var text = new StringBuilder(header());
    Optional<String> after = after(cursor);
    int left = cursor.limit();
    Spend.Calls found;
    do {
      found = found(of, after, Math.min(left, Spend.MOST));
      found.calls().forEach(call -> text.append(line(call)));
      left -= found.calls().size();
      after = found.next();
    } while (after.isPresent() && left > 0);
    Page page = Csv.page("calls-%s.csv".formatted(of.forFile()), text.toString());
    return next(of, found).map(next -> page.with(Csv.NEXT, next)).orElse(page);
  }

  private static String header() {
    var cells = new ArrayList<>(List.of(ID, "at", "ended", "team", KEY, "model", "target"));
    cells.addAll(List.of("outcome", "payer", "reason"));
    cells.addAll(Csv.meters());
    cells.addAll(List.of("cost_usd", "estimated", "unpriced"));
    return Csv.line(cells);
  }

  private static String line(SpentCall call) {
    var cells = new ArrayList<String>();
    cells.addAll(List.of(Csv.cell(call.call()), time(call.began()), time(call.ended())));
    for (String text : List.of(call.team(), call.key(), call.model(), call.target())) {
      cells.add(Csv.cell(text));
    }
    cells.addAll(List.of(Csv.cell(call.outcome()), call.payer(), call.reason()));
    cells.addAll(Csv.meters(call.meters()));
    cells.addAll(List.of(Money.dollars(call.nanos()), bit(call.estimated()), bit(call.unpriced())));
    return Csv.line(cells);
  }

  private static String time(long at) {
    return Instant.ofEpochMilli(at).toString();
  }

  private static String bit(boolean is) {
    return is ? "1" : "0";
  }
}
