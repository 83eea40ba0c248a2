package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `spend`: what the calls of a running gateway have cost.
@Command(
    name = "spend",
    description = {
      "What the calls of a running gateway have cost, in US dollars; it needs a store.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway."
    })
public final class SpendCommand implements Callable<Integer> {
  private static final String SPEND = "/admin/v1/spend";

  /// The query for pages of as many rows as a gateway answers at once.
  private static final String PAGE = "&limit=1000";

  private final Console console;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      split = ",",
      defaultValue = "team",
      description =
          "day, team, key, model, target, payer, reason, tags or the name of a tag"
              + " (${DEFAULT-VALUE}).")
  private List<String> by = List.of();

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "The first day, such as 2026-11-01; by default the first of the month.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--to", paramLabel = "DAY", description = "The last day; by default today.")
  private Optional<String> to = Optional.empty();

  @Option(names = "--team", description = "What this team has spent alone.")
  private Optional<String> team = Optional.empty();

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description = "What has this value of a tag alone.")
  private Map<String, String> tags = Map.of();

  @ArgGroup private Whose whose = new Whose();

  /// Options that name the key whose spending is shown; at most one.
  static final class Whose {
    @Option(
        names = "--key",
        paramLabel = "NAME|ID",
        description = "What this key has spent alone: its name, TEAM/NAME or id.")
    private Optional<String> key = Optional.empty();

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "The same by an id alone, which is never taken for another key's name.")
    private Optional<String> id = Optional.empty();
  }

  @Option(names = "--csv", description = "Prints a table for spreadsheets.")
  private boolean csv;

  public SpendCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    AccountsClient client = gateway.client(console);
    if (csv) {
      console.out().print(client.table(question() + "&format=csv").text());
      console.out().flush();
      return ExitCode.DONE;
    }
    console.out().println(table(client));
    return ExitCode.DONE;
  }

  private String question() {
    var question = new StringBuilder(SPEND + "?by=" + AccountsClient.part(String.join(",", by)));
    question.append(AccountsClient.parameter("from", from));
    question.append(AccountsClient.parameter("to", to));
    question.append(AccountsClient.parameter("team", team));
    tags.forEach(
        (name, value) -> question.append(AccountsClient.parameter(name, Optional.of(value))));
    question.append(AccountsClient.parameter("key", whose.key));
    question.append(AccountsClient.parameter("id", whose.id));
    return question.toString();
  }

  private String table(AccountsClient client) throws CannotStart, InterruptedException {
    JsonNode first = client.get(question() + PAGE);
    boolean units = !first.path("total").path("units").isEmpty();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        Stream.of(
                by.stream().map(name -> name.strip().toUpperCase(Locale.ROOT)),
                Stream.of("CALLS", "INPUT", "CACHED", "OUTPUT"),
                Stream.of("UNITS").filter(_ -> units),
                Stream.of("COST (USD)"))
            .flatMap(part -> part)
            .toList());
    JsonNode page = first;
    page.path("rows").forEach(row -> rows.add(row(row, units)));
    while (page.path("next").isTextual()) {
      String after = AccountsClient.part(page.path("next").asText());
      page = client.get(question() + PAGE + "&after=" + after);
      page.path("rows").forEach(row -> rows.add(row(row, units)));
    }
    rows.add(total(first.path("total"), units));
    return "%s to %s (%s)%n%s"
        .formatted(
            first.path("from").asText(),
            first.path("to").asText(),
            first.path("zone").asText(),
            Shown.table(rows));
  }

  /// @param units whether there is a column of units
  private List<String> row(JsonNode row, boolean units) {
    Stream<String> names = by.stream().map(name -> cell(row, name.strip()));
    return Stream.concat(names, sums(row, units)).toList();
  }

  /// A key by its name, with its id; all tags by their names.
  private static String cell(JsonNode row, String name) {
    JsonNode value = row.path(name);
    String text = value.isObject() ? tags(value) : value.asText();
    String called = name.equals("key") ? row.path("key_name").asText() : text;
    String shown = called.equals(text) ? text : called + " (" + text + ")";
    return shown.isEmpty() ? "-" : shown;
  }

  private static String tags(JsonNode all) {
    return all.properties().stream()
        .map(tag -> tag.getKey() + "=" + tag.getValue().asText())
        .collect(Collectors.joining(" "));
  }

  private List<String> total(JsonNode total, boolean units) {
    List<String> names = new ArrayList<>(by.stream().map(_ -> "").toList());
    if (!names.isEmpty()) {
      names.set(0, "all");
    }
    return Stream.concat(names.stream(), sums(total, units)).toList();
  }

  private static Stream<String> sums(JsonNode row, boolean units) {
    return Stream.of(
            Stream.of("calls", "input", "cache_read", "output")
                .map(name -> row.path(name).asText()),
            Stream.of(Shown.units(row.path("units"))).filter(_ -> units),
            Stream.of(Shown.dollars(row.path("cost"))))
        .flatMap(part -> part);
  }
}
