package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.text.Plural;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `audit`: who has changed which account of a running gateway.
@Command(
    name = "audit",
    description = {
      "Who has changed which account of a running gateway: list, verify.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway."
    })
public record AuditCommand(Console console) {
  private static final String AUDIT = "/admin/v1/audit";

  @Command(name = "list", description = "Lists the last changes, the newest first.")
  int list(
      @Mixin GatewayOptions gateway,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "How many (${DEFAULT-VALUE}).")
          int limit)
      throws CannotStart, InterruptedException {
    JsonNode page = gateway.client(console).get(AUDIT + "?limit=" + limit);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NUMBER", "TIME", "WHO", "WHAT", "WHICH"));
    page.path("entries").forEach(entry -> rows.add(row(entry)));
    console.out().println(Shown.table(rows));
    return ExitCode.DONE;
  }

  private static List<String> row(JsonNode entry) {
    return List.of(
        entry.path("number").asText(),
        Shown.time(entry.path("at")),
        entry.path("actor").asText(),
        entry.path("action").asText(),
        entry.path("subject").asText());
  }

  @Command(
      name = "verify",
      description = {
        "Checks that no change was altered or removed since it was written.",
        "Keep the hash that it prints elsewhere: compared with it, a later check shows what"
            + " somebody hides who can write all tables."
      })
  int verify(@Mixin GatewayOptions gateway) throws CannotStart, InterruptedException {
    JsonNode answer = gateway.client(console).get(AUDIT + "/verify");
    String entries = Plural.of(answer.path("entries").asLong(), "entry", "entries");
    if (answer.path("broken").isNumber()) {
      console
          .out()
          .println(
              "entry "
                  + answer.path("broken").asText()
                  + " is missing, or is not what was written");
      return ExitCode.CHECK_FAILED;
    }
    console.out().println(entries + " in order; " + answer.path("hash").asText());
    return ExitCode.DONE;
  }
}
