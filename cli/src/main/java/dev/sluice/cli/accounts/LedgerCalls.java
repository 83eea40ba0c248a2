package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.Optional;

/// The calls of a key or a team, as the ledger of a gateway has them.
///
/// @param question whose, and which
record LedgerCalls(AccountsClient client, Console console, String question) {
  static final String CALLS = "/admin/v1/spend/calls";

  /// How many calls a page has at most: as many as a gateway answers at once.
  private static final int PAGE = 1_000;

  /// How many calls a table has at most.
  private static final int TABLE = 10_000;

  int print(int last, boolean json) throws CannotStart, InterruptedException {
    ObjectNode found = found(last);
    boolean whole = !Console.terminal();
    console.out().println(json ? found.toPrettyString() : CallsTable.of(found, last, whole));
    return ExitCode.DONE;
  }

  private String path(int limit) {
    return CALLS + "?" + question + "&limit=" + limit;
  }

  /// Prints tables for spreadsheets as one, under the titles of the first.
  int printTables(int last) throws CannotStart, InterruptedException {
    int left = last;
    boolean first = true;
    Optional<String> after = Optional.of("");
    while (left > 0 && after.isPresent()) {
      int most = Math.min(left, TABLE);
      String path = path(most) + "&format=csv&after=" + AccountsClient.part(after.get());
      AccountsClient.Table table = client.table(path);
      console.out().print(first ? table.text() : withoutTitles(table.text()));
      console.out().flush();
      first = false;
      left -= rows(table.text());
      after = table.next();
    }
    return ExitCode.DONE;
  }

  /// Returns how many rows a table has without its titles: the table may end early where there was
  /// too much to look at. A cell in quotes may have lines of its own.
  private static int rows(String table) {
    int rows = -1;
    boolean quoted = false;
    for (int i = 0; i < table.length(); i++) {
      char c = table.charAt(i);
      quoted ^= c == '"';
      rows += c == '\n' && !quoted ? 1 : 0;
    }
    return rows;
  }

  private static String withoutTitles(String table) {
    return table.substring(table.indexOf('\n') + 1);
  }

  /// Reads pages until there are `last` calls, and returns them as one answer.
  private ObjectNode found(int last) throws CannotStart, InterruptedException {
    ObjectNode first = page(last, "");
    ArrayNode calls = first.withArray("calls");
    JsonNode next = first.path("next");
    while (next.isTextual() && calls.size() < last) {
      ObjectNode page = page(last - calls.size(), next.asText());
      calls.addAll(page.withArray("calls"));
      next = page.path("next");
      first.set("whole", page.path("whole"));
    }
    return first.set("next", next);
  }

  private ObjectNode page(int left, String after) throws CannotStart, InterruptedException {
    String path = path(Math.min(left, PAGE)) + "&after=" + AccountsClient.part(after);
    return (ObjectNode) client.get(path);
  }
}
