package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.text.Printable;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Prints what a gateway knows of one call: its course and the error that its client got, from
/// memory, and what it has cost, from the ledger, where days are named.
record OneCall(AccountsClient client, Console console) {
  private static final int LABEL = 10;

  /// Prints the call.
  ///
  /// @param days those of the ledger, as parts of a question; empty for none
  int print(String request, String days, boolean json) throws CannotStart, InterruptedException {
    String id = AccountsClient.part(request);
    JsonNode kept = client.get(KeptCalls.CALLS + "?id=" + id + "&limit=1");
    ObjectNode both = JsonNodeFactory.instance.objectNode().put("request", request);
    both.set("memory", kept);
    if (!days.isEmpty()) {
      both.set("ledger", client.get(LedgerCalls.CALLS + "?request=" + id + days));
    }
    console.out().println(json ? both.toPrettyString() : text(both));
    boolean found = !kept.path("calls").isEmpty() || !both.path("ledger").path("calls").isEmpty();
    return found ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  private static String text(JsonNode both) {
    List<String> parts = new ArrayList<>();
    JsonNode kept = both.path("memory");
    if (kept.path("calls").isEmpty()) {
      parts.add("not among %s in memory%s".formatted(KeptCalls.kept(kept), KeptCalls.since(kept)));
    } else {
      parts.addAll(course(kept.path("calls").get(0)));
    }
    parts.addAll(both.has("ledger") ? ledger(both.path("ledger")) : List.of(unasked(kept)));
    return parts.stream()
        .map(line -> Printable.line(line, '?'))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String unasked(JsonNode kept) {
    return kept.path("calls").isEmpty()
        ? "to look in the ledger, name days: --from 2026-11-01 --to 2026-11-30"
        : "what it has cost is in the ledger: name days, such as --from 2026-11-01";
  }

  private static List<String> course(JsonNode call) {
    List<String> lines = new ArrayList<>();
    lines.add(line("request", call.path("id").asText()));
    lines.add(line("arrived", Shown.time(call.path("at")) + ", took " + seconds(call, "total")));
    lines.add(line("asked", asked(call)));
    lines.add(line("outcome", said(call)));
    JsonNode error = call.path("error");
    if (error.isObject()) {
      lines.add(line("error", told(error)));
      lines.add(line("", error.path("message").asText()));
    }
    if (call.path("queued").asDouble() > 0) {
      lines.add(line("queued", seconds(call, "queued")));
    }
    call.path("attempts").forEach(attempt -> lines.add(line("attempt", attempt(attempt))));
    return lines;
  }

  private static String asked(JsonNode call) {
    String tenant = call.path("tenant").asText();
    return "%s of %s%s%s"
        .formatted(
            call.path("operation").asText(),
            call.path("model").asText(),
            call.path("stream").asBoolean() ? ", as a stream" : "",
            tenant.equals("*") ? "" : ", for " + tenant);
  }

  private static String said(JsonNode call) {
    String why = call.path("why").asText();
    return call.path("outcome").asText() + (why.isEmpty() ? "" : ": " + why);
  }

  private static String attempt(JsonNode attempt) {
    double took = attempt.path("ended").asDouble() - attempt.path("begun").asDouble();
    String because = attempt.path("because").asText();
    return "%s, %s%s"
        .formatted(
            attempt.path("target").asText(),
            seconds(took),
            because.isEmpty() ? "" : ", after " + because);
  }

  private static String seconds(JsonNode of, String name) {
    return seconds(of.path(name).asDouble());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }

  private static String line(String label, String text) {
    return label + " ".repeat(LABEL - label.length()) + text;
  }

  private static List<String> ledger(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    answer.path("calls").forEach(call -> lines.addAll(spent(call)));
    lookedAt(answer).ifPresent(lines::add);
    return lines;
  }

  private static Optional<String> lookedAt(JsonNode answer) {
    String from = answer.path("from").asText();
    String to = answer.path("to").asText();
    String days = "the days %s to %s".formatted(from, to);
    if (from.compareTo(to) > 0) {
      return Optional.of(
          "looked at a part of %s: there was too much; name days before it".formatted(to));
    }
    if (!answer.path("whole").asBoolean()) {
      return Optional.of(
          "looked at %s alone: there was too much; name days before them".formatted(days));
    }
    boolean none = answer.path("calls").isEmpty();
    return none ? Optional.of("not in the ledger of " + days) : Optional.empty();
  }

  /// The status, and the code where it is known.
  private static String told(JsonNode error) {
    return (error.path("status").asText() + " " + error.path("code").asText()).strip();
  }

  private static List<String> spent(JsonNode call) {
    List<String> lines = new ArrayList<>();
    lines.add(line("ledger", Shown.time(call.path("at")) + ", " + whose(call)));
    lines.add(line("", said(call)));
    JsonNode error = call.path("error");
    if (error.isObject()) {
      lines.add(line("", "its client got " + told(error)));
    }
    String target = call.path("target").asText();
    lines.add(line("", target.isEmpty() ? "no target" : target));
    if (!call.path("units").isEmpty()) {
      lines.add(line("", Shown.units(call.path("units"))));
    }
    String reason = call.path("reason").asText();
    String cost =
        call.path("unpriced").asBoolean() ? "no price" : Shown.dollars(call.path("cost")) + " USD";
    String why = reason.isEmpty() ? "" : ": " + reason;
    lines.add(line("", cost + ", paid by the " + call.path("payer").asText() + why));
    return lines;
  }

  private static String whose(JsonNode call) {
    JsonNode name = call.path("name");
    String key = name.isTextual() ? name.asText() : call.path("key").asText();
    String team = call.path("team").asText();
    return (key.isEmpty() ? "no key" : "key " + key) + (team.isEmpty() ? "" : " of team " + team);
  }
}
