package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `calls`: the calls of a key of a running gateway, one by one.
@Command(
    name = "calls",
    description = {
      "The last calls of a key of a running gateway, one by one; it needs a store.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway."
    })
public final class CallsCommand implements Callable<Integer> {
  private static final String CALLS = "/admin/v1/spend/calls";

  /// As much as a gateway answers at once.
  private static final int PAGE = 1_000;

  /// The same for a table.
  private static final int TABLE = 10_000;

  private final Console console;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @ArgGroup(multiplicity = "1")
  private Whose whose = new Whose();

  /// The key.
  static final class Whose {
    @Option(
        names = "--key",
        paramLabel = "NAME|ID",
        description = "Whose calls: a key's name, TEAM/NAME or id; '' for calls without a key.")
    private Optional<String> key = Optional.empty();

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "The same by an id alone, which is never taken for another key's name.")
    private Optional<String> id = Optional.empty();

    String question() {
      return id.map(of -> "id=" + AccountsClient.part(of))
          .orElseGet(() -> "key=" + AccountsClient.part(key.orElse("")));
    }
  }

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many, the newest first (${DEFAULT-VALUE}).")
  private int last;

  @ArgGroup private Form form = new Form();

  /// How they are printed, unless as a table.
  static final class Form {
    @Option(names = "--csv", description = "Prints a table for spreadsheets.")
    private boolean csv;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;
  }

  public CallsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    if (last < 1) {
      throw new CannotStart("--last must be 1 or more; it is " + last);
    }
    AccountsClient client = gateway.client(console);
    if (form.csv) {
      printTables(client);
    } else {
      ObjectNode found = found(client);
      console.out().println(form.json ? found.toPrettyString() : CallsTable.of(found, last));
    }
    return ExitCode.DONE;
  }

  private String question(int limit) {
    return CALLS + "?" + whose.question() + "&limit=" + limit;
  }

  /// The tables as one, under the titles of the first.
  private void printTables(AccountsClient client) throws CannotStart, InterruptedException {
    int left = last;
    Optional<String> after = Optional.of("");
    while (left > 0 && after.isPresent()) {
      int most = Math.min(left, TABLE);
      String path = question(most) + "&format=csv&after=" + AccountsClient.part(after.get());
      AccountsClient.Table table = client.table(path);
      console.out().print(left == last ? table.text() : withoutTitles(table.text()));
      console.out().flush();
      left -= most;
      after = table.next();
    }
  }

  private static String withoutTitles(String table) {
    return table.substring(table.indexOf('\n') + 1);
  }

  /// The pages as one.
  private ObjectNode found(AccountsClient client) throws CannotStart, InterruptedException {
    ObjectNode first = page(client, last, "");
    ArrayNode calls = first.withArray("calls");
    JsonNode next = first.path("next");
    while (next.isTextual() && calls.size() < last) {
      ObjectNode page = page(client, last - calls.size(), next.asText());
      calls.addAll(page.withArray("calls"));
      next = page.path("next");
    }
    return first.set("next", next);
  }

  private ObjectNode page(AccountsClient client, int left, String after)
      throws CannotStart, InterruptedException {
    String path = question(Math.min(left, PAGE)) + "&after=" + AccountsClient.part(after);
    return (ObjectNode) client.get(path);
  }
}
