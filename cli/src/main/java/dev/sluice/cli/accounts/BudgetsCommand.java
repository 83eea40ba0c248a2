package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `budgets`: how the budgets of a running gateway stand.
@Command(
    name = "budgets",
    description = {
      "How the budgets of a running gateway stand: of keys, of teams, and of all keys together.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway."
    })
public final class BudgetsCommand implements Callable<Integer> {
  private static final String BUDGETS = "/admin/v1/budgets";

  private final Console console;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Option(names = "--team", description = "Those of this team and of its keys alone.")
  private Optional<String> team = Optional.empty();

  public BudgetsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "OF", "NAME", "TEAM", "BUDGET", "WINDOW", "SPENT", "SET ASIDE", "LEFT", "ENDS", ""));
    String filter = team.map(t -> "&team=" + AccountsClient.part(t)).orElse("");
    AccountsClient client = gateway.client(console);
    String after = "";
    do {
      JsonNode page = client.get(BUDGETS + "?after=" + AccountsClient.part(after) + filter);
      page.path("budgets").forEach(budget -> rows.add(row(budget)));
      after = page.path("next").asText("");
    } while (!after.isEmpty() && !after.equals("null"));
    console.out().println(Shown.table(rows));
    return ExitCode.DONE;
  }

  private static List<String> row(JsonNode budget) {
    return List.of(
        budget.path("of").asText(),
        budget.path("name").asText(),
        budget.path("team").asText(),
        budget.path("budget").asText(),
        budget.path("window").asText(),
        Shown.dollars(budget.path("spent")),
        Shown.dollars(budget.path("set_aside")),
        Shown.dollars(budget.path("left")),
        Shown.time(budget.path("ends")),
        budget.path("warned").asBoolean() ? "nearly spent" : "");
  }
}
