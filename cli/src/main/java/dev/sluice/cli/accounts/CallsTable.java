package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The calls of a key or a team as a table for people, of 80 columns at a terminal where its
/// figures allow it: there long names of models are cut.
final class CallsTable {
  /// The columns of names, in the order in which they are cut.
  private static final List<Integer> NAMES = List.of(1);

  private static final List<String> TITLES =
      List.of("TIME", "MODEL", "INPUT", "CACHED", "OUTPUT", "USD", "OUTCOME", "PAYS");
  private static final List<String> INPUT =
      List.of("input", "cache_read", "cache_write", "cache_write_1h", "audio_input", "image_input");
  private static final List<String> OUTPUT = List.of("output", "audio_output", "image_output");

  /// The format of times, without the year: calls are kept for some months.
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private CallsTable() {}

  /// @param answer what the gateway has answered
  /// @param most how many calls are shown
  /// @param whole whether no name is cut
  static String of(JsonNode answer, int most, boolean whole) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    merged(answer).stream().limit(most).forEach(call -> rows.add(row(call)));
    String table = Shown.table(Shown.fitting(rows, NAMES, whole));
    return "%s, times in UTC%n%s%s%s"
        .formatted(whose(answer), table, legend(answer.path("calls")), refused(answer));
  }

  /// Returns the calls of the ledger and those of the same time that were not let in, the newest
  /// first.
  private static List<JsonNode> merged(JsonNode answer) {
    List<JsonNode> all = new ArrayList<>();
    answer.path("calls").forEach(all::add);
    boolean more = answer.path("next").isTextual() && !all.isEmpty();
    long oldest = more ? all.getLast().path("at").asLong() : Long.MIN_VALUE;
    for (JsonNode call : answer.path("refused_here").path("calls")) {
      if (call.path("at").asLong() >= oldest) {
        all.add(call);
      }
    }
    all.sort(Comparator.comparingLong((JsonNode call) -> call.path("at").asLong()).reversed());
    return all;
  }

  private static String refused(JsonNode answer) {
    long calls = 0;
    for (JsonNode minute : answer.path("refused_here").path("minutes")) {
      calls += minute.path("calls").asLong();
    }
    return calls == 0
        ? ""
        : "%n%d refused here within an hour, by limits and budgets; they cost nothing"
            .formatted(calls);
  }

  private static String whose(JsonNode answer) {
    if (answer.path("key").isNull()) {
      return "calls of team " + answer.path("team").asText();
    }
    String id = answer.path("key").asText();
    if (id.isEmpty()) {
      return "calls without a key";
    }
    String name = answer.path("name").asText(id);
    String shown = name.equals(id) || name.equals("null") ? id : name + " (" + id + ")";
    JsonNode team = answer.path("team");
    return "calls of " + shown + (team.isTextual() ? " of team " + team.asText() : "");
  }

  private static List<String> row(JsonNode call) {
    return List.of(
        TIME.format(Instant.ofEpochMilli(call.path("at").asLong())),
        call.path("model").asText(),
        sum(call, INPUT),
        Long.toString(call.path("cache_read").asLong()),
        sum(call, OUTPUT),
        cost(call),
        call.path("outcome").asText(),
        pays(call));
  }

  private static String sum(JsonNode call, List<String> meters) {
    return Long.toString(meters.stream().mapToLong(name -> call.path(name).asLong()).sum());
  }

  private static String cost(JsonNode call) {
    if (isRefused(call)) {
      return "-";
    }
    String cost = call.path("unpriced").asBoolean() ? "-" : Shown.dollars(call.path("cost"));
    return call.path("estimated").asBoolean() ? "~" + cost : cost;
  }

  private static boolean isRefused(JsonNode call) {
    return call.has("limit");
  }

  /// Returns what pays for a call: its payer, the reason why the gateway pays, or that it was
  /// refused.
  private static String pays(JsonNode call) {
    if (isRefused(call)) {
      return "refused here";
    }
    String reason = call.path("reason").asText();
    return reason.isEmpty() ? call.path("payer").asText() : reason;
  }

  private static String legend(JsonNode calls) {
    boolean estimated = false;
    boolean unpriced = false;
    for (JsonNode call : calls) {
      estimated |= call.path("estimated").asBoolean();
      unpriced |= call.path("unpriced").asBoolean();
    }
    return (estimated ? "%n~ usage that the provider did not tell, estimated".formatted() : "")
        + (unpriced ? "%n- the target has no price".formatted() : "");
  }
}
