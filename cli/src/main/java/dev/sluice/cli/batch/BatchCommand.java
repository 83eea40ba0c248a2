package dev.sluice.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.cli.accounts.Shown;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `batch`: the command for batches of calls.
@Command(
    name = "batch",
    description = {
      "Batches of calls, by OpenAI's Batch API: run, list, show, cancel.",
      "list, show and cancel ask the gateway at http://127.0.0.1:8080, or the API at --url."
    })
public record BatchCommand(Console console) {
  private static final String BATCHES = "/batches";

  /// The command with all of its own.
  public static CommandLine with(Console console) {
    return new CommandLine(new BatchCommand(console)).addSubcommand(new RunCommand(console));
  }

  @Command(name = "list", description = "Lists batches, the newest first.")
  int list(
      @Mixin ApiOptions api,
      @Option(
              names = "--last",
              paramLabel = "N",
              defaultValue = "20",
              description = "How many (${DEFAULT-VALUE}).")
          int last)
      throws CannotStart, InterruptedException {
    try (ApiClient client = api.client(console)) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("ID", "STATUS", "LINES", "FAILED", "CREATED"));
      new ApiPages(client, BATCHES, "").take(last).forEach(batch -> rows.add(row(batch)));
      console.out().println(Shown.table(rows));
      return ExitCode.DONE;
    }
  }

  private static List<String> row(JsonNode batch) {
    BatchStatus status = BatchStatus.of(batch);
    return List.of(
        status.id(),
        status.state(),
        status.done() + "/" + status.total(),
        Long.toString(status.failed()),
        ApiPages.time(batch.path("created_at")));
  }

  @Command(name = "show", description = "Shows a batch, as JSON.")
  int show(
      @Mixin ApiOptions api,
      @Parameters(paramLabel = "ID", description = "Its name, such as batch_...") String id)
      throws CannotStart, InterruptedException {
    try (ApiClient client = api.client(console)) {
      JsonNode batch = client.get(BATCHES + "/" + ApiClient.part(id));
      console.out().println(batch.toPrettyString());
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "cancel",
      description = {
        "Ends a batch, within ten seconds at a gateway.",
        "What has an answer by then is in its files: batch run --resume ID fetches them."
      })
  int cancel(
      @Mixin ApiOptions api,
      @Parameters(paramLabel = "ID", description = "Its name, such as batch_...") String id)
      throws CannotStart, InterruptedException {
    try (ApiClient client = api.client(console)) {
      JsonNode batch =
          client.post(BATCHES + "/" + ApiClient.part(id) + "/cancel", MissingNode.getInstance());
      BatchStatus status = BatchStatus.of(batch);
      console.out().println("%s is %s".formatted(ApiWords.line(status.id()), status.state()));
      return ExitCode.DONE;
    }
  }
}
