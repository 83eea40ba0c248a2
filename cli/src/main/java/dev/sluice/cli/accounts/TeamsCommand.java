package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `teams`: the command for the teams of a running gateway.
@Command(
    name = "teams",
    description = {
      "The teams of a running gateway: create, list, show, update, delete.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway; a change needs one."
    })
public record TeamsCommand(Console console) {
  private static final String TEAMS = "/admin/v1/teams";

  @Command(name = "create", description = "Makes a team.")
  int create(
      @Mixin GatewayOptions gateway,
      @Parameters(paramLabel = "NAME", description = "What it is called.") String name,
      @Mixin BudgetOptions budget)
      throws CannotStart, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
    budget.addTo(body);
    JsonNode team = gateway.client(console).post(TEAMS, body);
    console.out().println("team " + team.path("name").asText());
    return ExitCode.DONE;
  }

  @Command(name = "list", description = "Lists teams.")
  int list(@Mixin GatewayOptions gateway) throws CannotStart, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "CREATED", "BUDGETS"));
    gateway.client(console).all(TEAMS, "", "teams").forEach(team -> rows.add(row(team)));
    console.out().println(Shown.table(rows));
    return ExitCode.DONE;
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
    JsonNode team = gateway.client(console).get(path(name));
    console.out().println(team.toPrettyString());
    return ExitCode.DONE;
  }

  private static String path(String name) {
    return TEAMS + "/" + AccountsClient.part(name);
  }

  @Command(
      name = "update",
      description = {
        "Changes what all keys of a team together may cost: what is not named stays.",
        "It holds from the next call on."
      })
  int update(
      @Mixin GatewayOptions gateway,
      @Parameters(paramLabel = "NAME", description = "The team.") String name,
      @Mixin BudgetOptions budget)
      throws CannotStart, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    budget.addTo(body);
    if (body.isEmpty()) {
      throw new CannotStart("nothing is to be changed: name it, such as --budget 500USD/month");
    }
    JsonNode team = gateway.client(console).patch(path(name), body);
    console.out().println("team " + team.path("name").asText() + " is changed");
    return ExitCode.DONE;
  }

  @Command(
      name = "delete",
      description = {
        "Removes a team with its keys, for good. Calls that run finish.",
        "What its calls have cost stays in the ledger under its name, and counts for",
        "a new team of that name."
      })
  int delete(
      @Mixin GatewayOptions gateway,
      @Parameters(paramLabel = "NAME", description = "The team.") String name,
      @Option(
              names = "--revoke",
              description =
                  "Ends its keys with it; without this a team with keys that can call stays.")
          boolean revoke)
      throws CannotStart, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("revoke", revoke);
    JsonNode gone = gateway.client(console).post(path(name) + "/delete", body);
    int keys = gone.path("keys").size();
    console
        .out()
        .printf(
            "team %s is removed, with %d %s; what its calls have cost stays in `sluice spend"
                + " --team %1$s`%n",
            gone.path("name").asText(), keys, keys == 1 ? "key" : "keys");
    return ExitCode.DONE;
  }
}
