package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nodes`: the nodes of a cluster.
@Command(
    name = "nodes",
    description = {
      "The nodes of a cluster, as any of them knows them: whether they are there, share limits or"
          + " are alone, and how far their clocks are from that of Redis.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway. Ends with 1 where a node is alone or silent, or has"
          + " limits out of reach."
    })
public final class NodesCommand implements Callable<Integer> {
  private static final int SECOND = 1_000;

  private final Console console;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Option(names = "--json", description = "Prints the answer of the gateway.")
  private boolean json;

  public NodesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    JsonNode answer = gateway.client(console).get("/admin/v1/nodes");
    boolean well = true;
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NODE", "ID", "VERSION", "MODE", "OF", "SKEW", "SINCE", ""));
    for (JsonNode node : answer.path("nodes")) {
      rows.add(row(node, node.path("id").equals(answer.path("node"))));
      well &= isWell(node);
    }
    console.out().println(json ? answer.toString() : Shown.table(rows));
    return well ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  private static boolean isWell(JsonNode node) {
    return node.path("there").asBoolean()
        && !node.path("view").path("mode").asText().equals("alone")
        && apart(node.path("view")) == 0;
  }

  private static int apart(JsonNode view) {
    return view.path("apart").asInt();
  }

  private static List<String> row(JsonNode node, boolean asked) {
    JsonNode view = node.path("view");
    return List.of(
        node.path("name").asText(),
        node.path("id").asText(),
        node.path("version").asText(),
        node.path("there").asBoolean()
            ? view.path("mode").asText()
                + (apart(view) == 0 ? "" : ", " + apart(view) + " out of reach")
            : "silent for " + node.path("silent_ms").asLong() / SECOND + " s",
        view.path("nodes").asText(),
        view.path("skew_ms").asText() + " ms",
        Shown.time(node.path("started")),
        asked ? "asked" : view.path("why").asText());
  }
}
