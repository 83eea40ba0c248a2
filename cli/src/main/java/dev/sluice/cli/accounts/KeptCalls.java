package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.text.Plural;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The last calls that a gateway has in memory.
record KeptCalls(AccountsClient client, Console console) {
  static final String CALLS = "/admin/v1/calls";

  /// How many calls are asked for: as many as a gateway keeps, and answers at once.
  private static final int MOST = 2_000;

  private static final String NONE = "-";
  private static final int SECOND_MS = 1_000;
  private static final List<String> TITLES =
      List.of("ENDED", "OUTCOME", "STATUS", "TARGET", "TENANT", "TOOK", "REQUEST");

  /// The columns of names, in the order in which they are cut.
  private static final List<Integer> NAMES = List.of(4, 3, 6);

  int print(boolean failed, Optional<String> target, int last, boolean json)
      throws CannotStart, InterruptedException {
    String of = AccountsClient.parameter("target", target);
    JsonNode answer =
        client.get("%s?failed=%s%s&limit=%d".formatted(CALLS, failed, of, Math.min(last, MOST)));
    console.out().println(json ? answer.toPrettyString() : table(answer, !Console.terminal()));
    return ExitCode.DONE;
  }

  /// @param whole whether no name is cut
  static String table(JsonNode answer, boolean whole) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    answer.path("calls").forEach(call -> rows.add(row(call)));
    String head = "%s in memory%s, times in UTC".formatted(kept(answer), since(answer));
    String table = Shown.table(Shown.fitting(rows, NAMES, whole));
    return head + System.lineSeparator() + (rows.size() == 1 ? "none matches" : table);
  }

  /// Returns how many calls were looked at, in words.
  static String kept(JsonNode answer) {
    return Plural.of(answer.path("kept").asLong(), "call");
  }

  /// Returns how far the kept calls go back, in words.
  static String since(JsonNode answer) {
    return answer.has("since") ? " since " + Shown.time(answer.path("since")) : "";
  }

  private static List<String> row(JsonNode call) {
    long total = Math.round(call.path("total").asDouble() * SECOND_MS);
    return List.of(
        CallsTable.TIME.format(Instant.ofEpochMilli(call.path("at").asLong() + total)),
        call.path("outcome").asText(),
        call.path("error").path("status").asText(NONE),
        target(call),
        call.path("tenant").asText().equals("*") ? NONE : call.path("tenant").asText(),
        String.format(Locale.ROOT, "%.2fs", call.path("total").asDouble()),
        call.path("id").asText());
  }

  /// Returns the target that a call was sent to last.
  private static String target(JsonNode call) {
    JsonNode attempts = call.path("attempts");
    return attempts.isEmpty() ? NONE : attempts.get(attempts.size() - 1).path("target").asText();
  }
}
