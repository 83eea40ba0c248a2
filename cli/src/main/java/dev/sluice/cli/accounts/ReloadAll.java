package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.admin.AdminUrl;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.console.TokenWords;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Lets all nodes of a cluster read their configurations again, one after another, and tells how
/// far they are.
public final class ReloadAll {
  private static final String NODES = "/admin/v1/nodes";
  private static final long TICK_MS = 250;

  private ReloadAll() {}

  /// Orders it, and waits for its end.
  ///
  /// @return the exit code: [ExitCode#CHECK_FAILED] where a node has refused, or has not answered
  public static int run(Console console, AdminUrl gateway)
      throws CannotStart, InterruptedException {
    var client =
        new AccountsClient(
            gateway.find(console), AdminTls.of(console.env()), TokenWords.of(console.env()));
    String order =
        client
            .post(NODES + "/reload", JsonNodeFactory.instance.objectNode())
            .path("order")
            .asText();
    Map<String, String> told = new HashMap<>();
    JsonNode state = client.get(NODES + "/orders/" + order);
    tell(console, state, told);
    while (!state.path("over").asBoolean()) {
      TimeUnit.MILLISECONDS.sleep(TICK_MS);
      state = client.get(NODES + "/orders/" + order);
      tell(console, state, told);
    }
    return state.path("done").asBoolean() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  private static void tell(Console console, JsonNode order, Map<String, String> told) {
    for (JsonNode step : order.path("steps")) {
      String state = step.path("state").asText();
      String before = told.put(step.path("node").asText(), state);
      if (!state.equals("waits") && !state.equals(before)) {
        console.out().println(step.path("name").asText() + "  " + words(state));
        step.path("detail").asText().lines().forEach(line -> console.out().println("  " + line));
      }
    }
  }

  private static String words(String state) {
    return switch (state) {
      case "runs" -> "reads its configuration";
      case "done" -> "has it";
      case "refused" -> "refuses it, and goes on with the one before";
      case "missed" -> "has not answered";
      case "left" -> "was not asked";
      default -> state;
    };
  }
}
