package dev.sluice.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.text.Plural;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A report as a gateway has sent it.
record ReportDocument(JsonNode json) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int SECONDS_OF_A_MINUTE = 60;

  /// One row of the report's table.
  record Row(
      String title, String current, String target, String status, String note, String advice) {
    boolean missed() {
      return status.equals("missed");
    }

    /// What stands beside the figures: what they are made of, and what to do.
    String remark() {
      return note + (note.isEmpty() || advice.isEmpty() ? "" : ". ") + advice;
    }
  }

  /// A finding about a target: what is wrong with it, and what to do.
  record Trouble(String target, String cause, String problem, String remedy) {}

  /// Returns the rows of the report's table.
  List<Row> rows() {
    return stream("rows")
        .map(
            row ->
                new Row(
                    text(row, "title"),
                    text(row, "current_text"),
                    text(row, "target_text"),
                    status(row),
                    text(row, "note"),
                    text(row, "advice")))
        .toList();
  }

  /// Returns the status of a row; `-` without a target, since there is nothing to meet then.
  private static String status(JsonNode row) {
    String status = text(row, "status");
    return status.equals("ok") && text(row, "target_text").isEmpty() ? "-" : status;
  }

  /// Returns the findings of the report.
  List<Trouble> troubles() {
    return stream("findings")
        .map(
            finding ->
                new Trouble(
                    text(finding, "target"),
                    text(finding, "cause"),
                    text(finding, "problem"),
                    text(finding, "remedy")))
        .toList();
  }

  /// Returns the report in a sentence, as a person would say it.
  String summary() {
    return text(json.path("summary"), "text");
  }

  /// Returns whether the report is good, near, missed or cannot be said.
  String summaryStatus() {
    return text(json.path("summary"), "status");
  }

  /// Returns whether a row of the report misses its target.
  boolean missed() {
    return rows().stream().anyMatch(Row::missed);
  }

  /// Returns the name of the gateway that has made the report.
  String instance() {
    return "sluice " + text(json, "version") + " at " + text(json, "instance");
  }

  /// Returns how that gateway stands in its cluster; empty where it is in none.
  String cluster() {
    return text(json.path("cluster"), "text");
  }

  /// Returns the window of the report, in UTC.
  String window() {
    return DAY.format(instant("from")) + " to " + TIME.format(instant("to")) + " UTC";
  }

  /// Returns how long the report's window is, and how many calls it holds.
  String size() {
    long seconds = Math.round(json.path("window_seconds").asDouble());
    String length =
        seconds < 2 * SECONDS_OF_A_MINUTE
            ? seconds + " s"
            : Math.round((double) seconds / SECONDS_OF_A_MINUTE) + " min";
    long calls = json.path("calls").asLong();
    return "%s, %s %s"
        .formatted(
            length, String.format(Locale.ROOT, "%,d", calls), Plural.noun(calls, "call", "calls"));
  }

  private Instant instant(String name) {
    return Instant.ofEpochMilli(json.path(name).asLong());
  }

  private Stream<JsonNode> stream(String name) {
    return StreamSupport.stream(json.path(name).spliterator(), false);
  }

  private static String text(JsonNode of, String name) {
    return Plain.line(of.path(name).asText(""));
  }
}
