package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.SpentCall;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.text.EnumWords;
import dev.sluice.report.RefusedCalls;
import dev.sluice.server.admin.Page;
import dev.sluice.server.payment.KeyBudgets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The calls one by one, the newest first: those of a key or a team, or what there is of one call,
/// by its identifier: `/admin/v1/spend/calls`. Safe for any thread; waits for the store.
///
/// @param keys the keys that there are, and where a day begins
/// @param refused the calls that no ledger has, since they were not let in
/// @param today in that zone
record SpentCalls(Spend spend, KeyBudgets keys, RefusedCalls refused, LocalDate today) {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final String KEY = "key";
  private static final String ID = "id";
  private static final String FORMAT = "format";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String REQUEST = "request";
  private static final String TARGET = "target";
  private static final String FAILED = "failed";
  private static final List<String> OF_OWNERS =
      List.of(KEY, ID, "team", FROM, TO, TARGET, FAILED, FORMAT);

  /// How many characters of an identifier a journal keeps.
  private static final int LONGEST = 200;

  /// The outcome of calls that a limit has refused.
  private static final String OUTCOME = "limit_reached";

  Page answer(Map<String, List<String>> query)
      throws ApiProblem, StoreException, InterruptedException {
    if (query.containsKey(REQUEST)) {
      return found(Cursor.of(query, List.of(REQUEST, FROM, TO), USUAL, MOST));
    }
    boolean csv = SpendQuestion.csv(query);
    int most = csv ? Csv.MOST : MOST;
    Cursor cursor = Cursor.of(query, OF_OWNERS, csv ? Csv.MOST : USUAL, most);
    CallOwner owner = CallOwner.of(cursor, keys, spend);
    Spend.Which which = which(owner, cursor);
    try {
      return csv ? table(owner, which, cursor) : page(owner, which, cursor);
    } catch (IllegalArgumentException e) {
      throw ApiProblem.invalid(
          "after must be the `next` of the page before, of the same question; it is "
              + cursor.after());
    }
  }

  private Spend.Which which(CallOwner owner, Cursor cursor) throws ApiProblem {
    String failed = cursor.of(FAILED);
    if (!List.of("", "true", "false").contains(failed)) {
      throw ApiProblem.invalid("failed must be true or false; it is " + failed);
    }
    return new Spend.Which(
        owner.ids(),
        cursor.of(FROM).isEmpty() ? Long.MIN_VALUE : begin(day(cursor, FROM)),
        cursor.of(TO).isEmpty() ? Long.MAX_VALUE : begin(day(cursor, TO).plusDays(1)),
        Optional.of(cursor.of(TARGET)).filter(target -> !target.isEmpty()),
        failed.equals("true"));
  }

  private LocalDate day(Cursor cursor, String name) throws ApiProblem {
    return SpendQuestion.day(cursor, name, today);
  }

  private long begin(LocalDate day) {
    return day.atStartOfDay(keys.budgets().zone()).toInstant().toEpochMilli();
  }

  /// Answers with all that is recorded of one call.
  private Page found(Cursor cursor) throws ApiProblem, StoreException, InterruptedException {
    String request = cursor.of(REQUEST);
    if (request.isEmpty() || request.length() > LONGEST) {
      throw ApiProblem.invalid(
          "request must be a call's x-request-id, of 1 to %d characters".formatted(LONGEST));
    }
    LocalDate to = day(cursor, TO);
    LocalDate from = cursor.has(FROM) ? day(cursor, FROM) : to;
    SpendQuestion.checkOrder(from, to);
    Spend.Found found = spend.find(request, from, to);
    ObjectNode tree = AccountsJson.object().put(REQUEST, request);
    tree.put(FROM, found.from().toString()).put(TO, to.toString()).put("whole", found.whole());
    ArrayNode calls = tree.put("currency", "USD").putArray("calls");
    found.calls().forEach(call -> calls.add(named(call)));
    return Pages.of(200, tree);
  }

  private ObjectNode named(SpentCall call) {
    ObjectNode tree = tree(call).put(KEY, call.key());
    return tree.put("name", KeyName.ofId(call.key(), keys).name().orElse(null));
  }

  private static Optional<String> after(Cursor cursor) {
    return Optional.of(cursor.after()).filter(text -> !text.isEmpty());
  }

  private Page page(CallOwner owner, Spend.Which which, Cursor cursor)
      throws ApiProblem, StoreException, InterruptedException {
    Spend.Calls found = found(owner, which, after(cursor), cursor.limit());
    ObjectNode tree = AccountsJson.object();
    owner.tell(tree);
    ArrayNode calls = tree.put("currency", "USD").putArray("calls");
    found.calls().forEach(call -> calls.add(owner.key().isEmpty() ? named(call) : tree(call)));
    if (cursor.after().isEmpty() && owner.key().isPresent() && which.target().isEmpty()) {
      String key = owner.key().get().id();
      tree.set("refused_here", tree(refused.of(key, which.from(), which.until(), cursor.limit())));
    }
    tree.put("whole", found.whole());
    return Pages.of(200, tree.put("next", next(which, found).orElse(null)));
  }

  /// The calls that limits and budgets of this process have refused: those of the last hour by the
  /// minute, where its calls are asked for, and the last of them.
  private static ObjectNode tree(RefusedCalls.Found found) {
    ObjectNode tree = AccountsJson.object();
    found.minutes().ifPresent(minutes -> add(tree.putArray("minutes"), minutes));
    ArrayNode calls = tree.putArray("calls");
    found.calls().forEach(call -> add(calls.addObject(), call));
    return tree;
  }

  private static void add(ArrayNode tree, List<RefusedCalls.Minute> minutes) {
    minutes.forEach(one -> tree.addObject().put("at", one.at()).put("calls", one.calls()));
  }

  private static void add(ObjectNode tree, RefusedCalls.Refused call) {
    tree.put(ID, call.id()).put("at", call.at()).put("model", call.model());
    tree.put("outcome", OUTCOME).put("limit", EnumWords.of(call.limit()));
  }

  private Spend.Calls found(CallOwner owner, Spend.Which which, Optional<String> after, int most)
      throws ApiProblem, StoreException, InterruptedException {
    Spend.Calls found = spend.recent(which, after, most);
    boolean any = which.equals(Spend.Which.of(owner.ids()));
    if (found.calls().isEmpty() && after.isEmpty() && any) {
      owner.checkThere();
    }
    return found;
  }

  /// Returns where the next page begins; a full page may be the last one.
  private Optional<String> next(Spend.Which which, Spend.Calls found)
      throws StoreException, InterruptedException {
    if (found.next().isEmpty() || !found.whole()) {
      return found.next();
    }
    Spend.Calls behind = spend.recent(which, found.next(), 1);
    return behind.calls().isEmpty() && behind.whole() ? Optional.empty() : found.next();
  }

  private static ObjectNode tree(SpentCall call) {
    ObjectNode tree = AccountsJson.object().put(ID, call.call());
    tree.put("at", call.began()).put("ended", call.ended());
    tree.put("team", call.team()).put("model", call.model()).put("target", call.target());
    tree.put("outcome", call.outcome()).put("why", call.detail());
    LedgerErrors.of(call.outcome(), call.detail())
        .ifPresent(
            error -> {
              ObjectNode got = tree.putObject("error").put("status", error.status());
              error.code().ifPresent(code -> got.put("code", code));
            });
    tree.put("payer", call.payer()).put("reason", call.reason());
    SpendApi.used(tree, call.meters());
    SpendApi.tags(tree, call.tags());
    BudgetJson.money(tree, "cost", call.nanos());
    return tree.put("estimated", call.estimated()).put("unpriced", call.unpriced());
  }

  private Page table(CallOwner owner, Spend.Which which, Cursor cursor)
      throws ApiProblem, StoreException, InterruptedException {
    var text = new StringBuilder(header());
    Optional<String> after = after(cursor);
    int left = cursor.limit();
    Spend.Calls found;
    do {
      found = found(owner, which, after, Math.min(left, Spend.MOST));
      found.calls().forEach(call -> text.append(line(call)));
      left -= found.calls().size();
      after = found.next();
    } while (after.isPresent() && left > 0 && found.whole());
    Page page = Csv.page("calls-%s.csv".formatted(owner.forFile()), text.toString());
    return next(which, found).map(next -> page.with(Csv.NEXT, next)).orElse(page);
  }

  private static String header() {
    var cells = new ArrayList<>(List.of(ID, "at", "ended", "team", KEY, "model", "target"));
    cells.addAll(List.of("outcome", "payer", "reason"));
    cells.addAll(Csv.meters());
    cells.addAll(List.of("cost_usd", "estimated", "unpriced", Csv.TAGS));
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
    cells.add(Csv.cell(call.tags()));
    return Csv.line(cells);
  }

  private static String time(long at) {
    return Instant.ofEpochMilli(at).toString();
  }

  private static String bit(boolean is) {
    return is ? "1" : "0";
  }
}
