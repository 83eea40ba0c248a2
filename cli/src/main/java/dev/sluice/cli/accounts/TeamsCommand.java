package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `teams`: the teams of a running gateway.
@Command(
    name = "teams",
    description = {
      "The teams of a running gateway: create, list, show.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway; a change needs one."
    })
public final class TeamsCommand {
  private static final String TEAMS = "/admin/v1/teams";

  private final Console console;

  public TeamsCommand(Console console) {
    this.console = console;
  }

  @Command(name = "create", description = "Makes a team.")
  int create(
      @Mixin GatewayOptions gateway,
      @Parameters(paramLabel = "NAME", description = "What it is called.") String name,
      @Option(
              names = "--budget",
              paramLabel = "AMOUNT/WINDOW",
              split = ",",
              description = "What all its keys together may cost: 500USD/month.")
          @Nullable List<String> budgets,
      @Option(names = "--strict", description = "No call is let in that may pass a budget.")
          boolean strict,
      @Option(
              names = "--overrun",
              paramLabel = "NUMBER",
              description = "How much of a budget may be spent at worst: 1.25 if nothing is said.")
          @Nullable BigDecimal overrun)
      throws CannotStart, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
    ArrayNode array = body.put("strict", strict).putArray("budgets");
    if (overrun != null) {
      body.put("overrun", overrun);
    }
    if (budgets != null) {
      budgets.forEach(array::add);
    }
    JsonNode team = gateway.client(console).post(TEAMS, body);
    console.out().println("team " + team.path("name").asText());
    return ExitCode.DONE;
  }

  @Command(name = "list", description = "Lists teams.")
  int list(@Mixin GatewayOptions gateway) throws CannotStart, InterruptedException {
    console.out().println(Shown.table(rows(gateway.client(console))));
    return ExitCode.DONE;
  }

  private static List<List<String>> rows(AccountsClient client)
      throws CannotStart, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "CREATED", "BUDGETS"));
    String after = "";
    do {
      JsonNode page = client.get(TEAMS + "?after=" + AccountsClient.part(after));
      page.path("teams").forEach(team -> rows.add(row(team)));
      after = page.path("next").asText("");
    } while (!after.isEmpty() && !after.equals("null"));
    return rows;
  }

  private static List<String> row(JsonNode team) {
    return List.of(
        team.path("name").asText(),
        Shown.time(team.path("created")),
        Shown.list(team.path("budgets"), "-"));
  }

  @Command(name = "show", description = "Shows a team, as JSON.")
  int show(
      @Mixin GatewayOptions gateway,
      @Parameters(paramLabel = "NAME", description = "The team.") String name)
      throws CannotStart, InterruptedException {
    JsonNode team = gateway.client(console).get(TEAMS + "/" + AccountsClient.part(name));
    console.out().println(team.toPrettyString());
    return ExitCode.DONE;
  }
}
