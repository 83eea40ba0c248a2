package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import picocli.CommandLine.Parameters;

/// `budgets`: how the budgets of a running gateway stand.
@Command(
    name = "budgets",
    description = {
      "How the budgets of a gateway stand: of keys, of teams, and of all keys.",
      "credit gives money back to one of them.",
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
    String filter = AccountsClient.parameter("team", team);
    gateway.client(console).all(BUDGETS, filter, "budgets").forEach(each -> rows.add(row(each)));
    console.out().println(Shown.table(rows));
    return ExitCode.DONE;
  }

  @Command(
      name = "credit",
      description = {
        "Gives money back to the budgets of a key or a team, in their windows of now.",
        "What calls have cost stays in the ledger; the credit is in the audit log."
      })
  int credit(
      @Mixin GatewayOptions gateway,
      @Parameters(
              index = "0",
              paramLabel = "KEY|TEAM",
              description =
                  "A team's name, or a key's id, name or TEAM/NAME; team:X, key:X for one of both.")
          String to,
      @Parameters(index = "1", paramLabel = "AMOUNT", description = "How much: 10USD.")
          String amount,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "What for.")
          String reason)
      throws CannotStart, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("to", to).put("amount", amount).put("reason", reason);
    JsonNode given = gateway.client(console).post(BUDGETS + "/credit", body);
    given.path("budgets").forEach(budget -> console.out().println(standing(budget)));
    return ExitCode.DONE;
  }

  private static String standing(JsonNode budget) {
    return "%s %s, %s: %s spent, %s credited, %s left"
        .formatted(
            budget.path("of").asText(),
            budget.path("name").asText(),
            budget.path("budget").asText(),
            Shown.dollars(budget.path("spent")),
            Shown.dollars(budget.path("credited")),
            Shown.dollars(budget.path("left")));
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
        marks(budget));
  }

  private static String marks(JsonNode budget) {
    String credited =
        budget.path("credited").decimalValue().signum() > 0
            ? Shown.dollars(budget.path("credited")) + " credited"
            : "";
    String near = budget.path("warned").asBoolean() ? "nearly spent" : "";
    return credited.isEmpty() || near.isEmpty() ? credited + near : credited + ", " + near;
  }
}
