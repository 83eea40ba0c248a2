package dev.sluice.cli.accounts;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `calls`: the command that lists the calls of a running gateway.
@Command(
    name = "calls",
    description = {
      "The calls of a running gateway one by one, the newest first: those of a key or of a team,"
          + " with a store; else the last that the gateway has in memory.",
      "With --request what there is of one call, and the error that its client got.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway."
    })
public final class CallsCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @ArgGroup private Whose whose = new Whose();

  /// Options that say whose calls are listed, or which one is shown.
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

    @Option(names = "--team", paramLabel = "TEAM", description = "The calls of all keys of a team.")
    private Optional<String> team = Optional.empty();

    @Option(
        names = "--request",
        paramLabel = "ID",
        description =
            "One call, by the x-request-id of its answer: in memory, and with --from in the"
                + " ledger.")
    private Optional<String> request = Optional.empty();

    /// Whose calls of the ledger, as a part of a question; empty for those in memory.
    Optional<String> question() {
      return part("id", id).or(() -> part("key", key)).or(() -> part("team", team));
    }

    private static Optional<String> part(String name, Optional<String> value) {
      return value.map(of -> name + "=" + AccountsClient.part(of));
    }
  }

  @Option(names = "--failed", description = "Only those that failed.")
  private boolean failed;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Only those of a target, PROVIDER/MODEL.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "Only those of the ledger from this day on, such as 2026-11-01.")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "DAY",
      description = "Likewise up to this day, included; by default today.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many, the newest first (${DEFAULT-VALUE}).")
  private int last;

  @ArgGroup private Form form = new Form();

  /// Options that say how calls are printed; as a table without them.
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
    checkOptions();
    AccountsClient client = gateway.client(console);
    if (whose.request.isPresent()) {
      return one(whose.request.get(), client);
    }
    Optional<String> owner = whose.question();
    return owner.isPresent() ? owned(owner.get(), client) : kept(client);
  }

  private void checkOptions() throws CannotStart {
    if (last < 1) {
      throw new CannotStart("--last must be 1 or more; it is " + last);
    }
    if (to.isPresent() && from.isEmpty()) {
      throw new CannotStart("--to needs --from: the first day that is looked at");
    }
  }

  private int one(String request, AccountsClient client) throws CannotStart, InterruptedException {
    if (failed || target.isPresent() || form.csv) {
      throw new CannotStart("--request names one call: leave out --failed, --target and --csv");
    }
    return new OneCall(client, console).print(request, days(), form.json);
  }

  private int owned(String owner, AccountsClient client) throws CannotStart, InterruptedException {
    String more = failed ? "&failed=true" : "";
    String query = AccountsClient.parameter("target", target);
    var pages = new LedgerCalls(client, console, owner + more + query + days());
    return form.csv ? pages.printTables(last) : pages.print(last, form.json);
  }

  /// Prints the last calls that the gateway keeps in memory, which needs no store.
  private int kept(AccountsClient client) throws CannotStart, InterruptedException {
    if (form.csv || from.isPresent()) {
      throw new CannotStart(
          "--csv, --from and --to are for calls of the ledger: say whose, with --key, --id or"
              + " --team");
    }
    return new KeptCalls(client, console).print(failed, target, last, form.json);
  }

  private String days() {
    return AccountsClient.parameter("from", from) + AccountsClient.parameter("to", to);
  }
}
