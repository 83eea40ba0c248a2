package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.accounts.ApplyPlan.Step;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.server.config.reader.TeamsFile;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `apply`: teams and keys of a file, made so at a running gateway.
@Command(
    name = "apply",
    description = {
      "Makes the teams and keys of a gateway those of a file; it needs a store.",
      "Shows each change, then makes it. What the file does not name is left, unless",
      "--prune. A new key's secret goes to the output, once: TEAM/NAME SECRET.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway."
    })
public final class ApplyCommand implements Callable<Integer> {
  private static final Set<String> YES = Set.of("y", "yes");

  private final Console console;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The file: teams, and in each its budgets and keys; docs/keys.md.")
  private String file = "";

  @Option(names = "--dry", description = "Shows what would change, and changes nothing.")
  private boolean dry;

  @Option(
      names = "--prune",
      description = "Revokes keys and removes teams that the file does not name; asks before.")
  private boolean prune;

  @Option(names = "--yes", description = "Does so without asking.")
  private boolean yes;

  public ApplyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    TeamsFile wanted = TeamsFile.load(file, console.env());
    AccountsClient client = gateway.client(console);
    List<Step> steps = ApplyPlan.of(wanted, client, prune, System.currentTimeMillis());
    steps.forEach(this::show);
    if (steps.isEmpty()) {
      console.err().println("nothing to change");
    } else if (!dry) {
      confirm(steps);
      make(steps, client);
    }
    return ExitCode.DONE;
  }

  private void show(Step step) {
    console.err().println(step.title());
    step.details().forEach(line -> console.err().println("    " + line));
  }

  private void confirm(List<Step> steps) throws CannotStart {
    long ends = steps.stream().filter(Step::ends).count();
    if (ends == 0 || yes) {
      return;
    }
    if (!Console.terminal()) {
      throw new CannotStart(
          "--prune ends what is marked with - above (%d): say --yes, nothing was changed"
              .formatted(ends));
    }
    java.io.Console terminal = Objects.requireNonNull(System.console());
    String answer = terminal.readLine("%d of them end, for good. Go on? [y/N] ", ends);
    if (answer == null || !YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw new CannotStart("nothing was changed");
    }
  }

  /// Makes the changes one after the other. A secret is printed as soon as there is one: a later
  /// change may fail.
  private void make(List<Step> steps, AccountsClient client)
      throws CannotStart, InterruptedException {
    for (int i = 0; i < steps.size(); i++) {
      JsonNode result = make(steps.get(i), client, i);
      if (result.has("secret")) {
        JsonNode key = result.path("key");
        console
            .out()
            .printf(
                "%s/%s %s%n",
                key.path("team").asText(),
                key.path("name").asText(),
                result.path("secret").asText());
        console.out().flush();
      }
    }
    console.err().printf("%d %s made%n", steps.size(), steps.size() == 1 ? "change" : "changes");
  }

  private static JsonNode make(Step step, AccountsClient client, int before)
      throws CannotStart, InterruptedException {
    try {
      return step.run().send(client);
    } catch (CannotStart failure) {
      String at = step.at().map(position -> position + ": ").orElse("");
      throw new CannotStart(
          "%s%s: %s; %d %s made before it"
              .formatted(
                  at,
                  step.title().substring(2),
                  failure.getMessage(),
                  before,
                  before == 1 ? "change was" : "changes were"));
    }
  }
}
