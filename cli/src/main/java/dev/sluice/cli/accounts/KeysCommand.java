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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `keys`: the command for the keys of a running gateway.
@Command(
    name = "keys",
    description = {
      "The keys of a running gateway: create, list, show, update, rotate, revoke.",
      "A KEY is named by its id, its name or TEAM/NAME.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway; a change needs one."
    })
public record KeysCommand(Console console) {
  private static final String KEYS = "/admin/v1/keys";

  @Command(name = "create", description = "Makes a key; prints its secret, once.")
  int create(
      @Mixin GatewayOptions gateway,
      @Option(names = "--team", required = true, description = "Whose key it is.") String team,
      @Option(names = "--name", required = true, description = "What it is called.") String name,
      @Mixin TermsOptions terms,
      @Option(
              names = "--tenants",
              description = "x-sluice-tenant names parts of the team, which share out its share.")
          boolean tenants)
      throws CannotStart, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("team", team).put("name", name);
    body.put("tenants", tenants);
    terms.addTo(body);
    return issued(gateway.client(console).post(KEYS, body));
  }

  /// The secret alone goes to the output, where a script takes it.
  private int issued(JsonNode answer) {
    JsonNode key = answer.path("key");
    console
        .err()
        .printf(
            "key %s of team %s, %s; its secret is shown this once:%n",
            key.path("id").asText(), key.path("team").asText(), key.path("name").asText());
    console.err().flush();
    console.out().println(answer.path("secret").asText());
    return ExitCode.DONE;
  }

  @Command(name = "list", description = "Lists keys, those of the configuration included.")
  int list(
      @Mixin GatewayOptions gateway,
      @Option(names = "--team", description = "Those of this team alone.") Optional<String> team,
      @Option(names = "--state", description = "active, expired or revoked alone.")
          Optional<String> state)
      throws CannotStart, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "TEAM", "NAME", "STATE", "EXPIRES", "MODELS", "BUDGETS"));
    String filter =
        AccountsClient.parameter("team", team) + AccountsClient.parameter("state", state);
    List<JsonNode> keys = gateway.client(console).all(KEYS, filter, "keys");
    keys.forEach(key -> rows.add(row(key)));
    keys.forEach(this::notice);
    console.out().println(Shown.table(rows));
    return ExitCode.DONE;
  }

  private void notice(JsonNode key) {
    if (key.path("namesake").asBoolean()) {
      String team = key.path("team").asText();
      console
          .err()
          .printf(
              "the key %1$s of the configuration is of the store's team %1$s by its name alone: add"
                  + " `team: %1$s` to it, or give it another name%n",
              team);
    }
  }

  private static List<String> row(JsonNode key) {
    return List.of(
        key.path("id").asText(),
        key.path("team").asText(),
        key.path("name").asText(),
        key.path("state").asText(),
        Shown.time(key.path("expires")),
        Shown.list(key.path("models"), "all"),
        Shown.list(key.path("budgets"), "-"));
  }

  @Command(name = "show", description = "Shows a key, as JSON, without its secret.")
  int show(
      @Mixin GatewayOptions gateway,
      @Parameters(paramLabel = "KEY", description = "Its id, name or TEAM/NAME.") String name)
      throws CannotStart, InterruptedException {
    JsonNode key = gateway.client(console).get(KEYS + "/" + AccountsClient.part(name));
    console.out().println(key.toPrettyString());
    return ExitCode.DONE;
  }

  @Command(
      name = "update",
      description = {
        "Changes what a key may do, or until when: what is not named stays.",
        "It holds from the next call on."
      })
  int update(
      @Mixin GatewayOptions gateway,
      @Parameters(paramLabel = "KEY", description = "Its id, name or TEAM/NAME.") String name,
      @Mixin TermsOptions terms)
      throws CannotStart, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    terms.addTo(body);
    if (body.isEmpty()) {
      throw new CannotStart("nothing is to be changed: name it, such as --budget 50USD/month");
    }
    JsonNode key = gateway.client(console).patch(KEYS + "/" + AccountsClient.part(name), body);
    console.out().println(named(key) + " is changed");
    return ExitCode.DONE;
  }

  private static String named(JsonNode key) {
    return "key %s (%s/%s)"
        .formatted(key.path("id").asText(), key.path("team").asText(), key.path("name").asText());
  }

  @Command(
      name = "rotate",
      description = "Gives a key another secret, and prints it; the old one goes on for a while.")
  int rotate(
      @Mixin GatewayOptions gateway,
      @Parameters(paramLabel = "KEY", description = "Its id, name or TEAM/NAME.") String key,
      @Option(
              names = "--overlap",
              paramLabel = "DURATION",
              defaultValue = "24h",
              description = "How long the old secret is good (${DEFAULT-VALUE}).")
          String overlap)
      throws CannotStart, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("overlap", overlap);
    String path = KEYS + "/" + AccountsClient.part(key) + "/rotate";
    return issued(gateway.client(console).post(path, body));
  }

  @Command(name = "revoke", description = "Ends a key, for good. Calls that run finish.")
  int revoke(
      @Mixin GatewayOptions gateway,
      @Parameters(paramLabel = "KEY", description = "Its id, name or TEAM/NAME.") String of,
      @Option(names = "--now", description = "Cuts the calls that run, too.") boolean now)
      throws CannotStart, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("now", now);
    String path = KEYS + "/" + AccountsClient.part(of) + "/revoke";
    JsonNode key = gateway.client(console).post(path, body);
    console.out().println(named(key) + " is " + key.path("state").asText());
    return ExitCode.DONE;
  }
}
