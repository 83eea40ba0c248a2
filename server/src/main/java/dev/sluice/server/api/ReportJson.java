package dev.sluice.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.pipeline.Report;
import dev.sluice.report.Failures;
import dev.sluice.report.Finding;
import dev.sluice.report.Metric;
import dev.sluice.report.ReportRow;
import dev.sluice.report.Situation;
import dev.sluice.report.Summary;
import dev.sluice.report.TargetView;
import dev.sluice.report.TrafficReport;
import java.util.Locale;
import java.util.OptionalDouble;

/// The report as JSON. Times are milliseconds since 1970 in UTC, durations are seconds, shares are
/// from 0 to 1.
final class ReportJson {
  private ReportJson() {}

  static ObjectNode of(TrafficReport report) {
    ObjectNode json = header(report);
    json.set("summary", of(report.summary()));
    report.situation().atLimit().ifPresent(key -> json.put("key_at_limit", key.id()));
    ObjectNode paid = json.putObject("paid_last_hour");
    paid.put("keys", money(report.situation().paid().keys()));
    paid.put("gateway", money(report.situation().paid().gateway()));
    ArrayNode rows = json.putArray("rows");
    report.rows().forEach(row -> add(rows.addObject(), row, report.situation()));
    ArrayNode findings = json.putArray("findings");
    report.findings().forEach(finding -> add(findings.addObject(), finding));
    ArrayNode targets = json.putArray("targets");
    report.situation().targets().forEach(target -> add(targets.addObject(), target));
    return json;
  }

  static ObjectNode header(TrafficReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("instance", report.instance()).put("version", report.version());
    json.put("from", report.from().toEpochMilli()).put("to", report.to().toEpochMilli());
    long millis = report.to().toEpochMilli() - report.from().toEpochMilli();
    json.put("window_seconds", millis / 1e3);
    return json.put("calls", report.situation().all().calls());
  }

  private static double money(long nanos) {
    return nanos / 1e9;
  }

  private static ObjectNode of(Summary summary) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", summary.status().word()).put("verdict", summary.verdict());
    json.put("text", summary.text());
    json.put("over", summary.over());
    ArrayNode troubles = json.putArray("troubles");
    summary.troubles().forEach(trouble -> add(troubles.addObject(), trouble));
    return json;
  }

  private static void add(ObjectNode json, Summary.Trouble trouble) {
    json.put("metric", trouble.metric().key()).put("status", trouble.status().word());
    json.put("text", trouble.text()).put("advice", trouble.hint().text());
    json.put("target", trouble.hint().target());
    json.put("page", trouble.place().name().toLowerCase(Locale.ROOT));
  }

  private static void add(ObjectNode json, Failures failures) {
    json.put("judged", failures.judged()).put("provider", failures.provider());
    json.put("gateway", failures.gateway()).put("caller", failures.caller());
    json.put("limited", failures.limited()).put("unknown", failures.unknown());
  }

  private static void add(ObjectNode json, ReportRow row, Situation at) {
    json.put("metric", row.metric().key()).put("title", row.metric().title());
    json.put("unit", row.unit());
    put(json, "current", row.current());
    put(json, "target", row.target());
    json.put("current_text", row.currentText()).put("target_text", row.targetText());
    json.put("status", row.status().word()).put("note", row.note());
    row.trend().ifPresent(trend -> json.put("trend", trend.word()));
    if (row.metric() == Metric.FAILED) {
      add(json.putObject("faults"), at.failures());
      add(json.putObject("faults_lately"), at.latelyFailed());
    }
    json.put("advice", row.advice());
    if (row.metric() == Metric.LATENCY && row.current().isPresent()) {
      at.all().latencyParts().ifPresent(parts -> add(json.putObject("parts"), parts));
    }
  }

  private static void add(ObjectNode json, Report.Parts parts) {
    json.put("queue", parts.queue() / 1e9);
    json.put("gateway", parts.gateway() / 1e9);
    json.put("provider", parts.provider() / 1e9);
  }

  private static void add(ObjectNode json, Finding finding) {
    json.put("target", finding.target()).put("cause", finding.cause().key());
    json.put("problem", finding.problem()).put("remedy", finding.remedy());
  }

  private static void add(ObjectNode json, TargetView target) {
    json.put("target", target.name());
    TotalsJson.add(json, target.totals());
    ObjectNode circuits = json.putObject("circuits");
    target.circuits().forEach(circuits::put);
  }

  static void put(ObjectNode json, String name, OptionalDouble value) {
    if (value.isPresent()) {
      json.put(name, value.getAsDouble());
    } else {
      json.putNull(name);
    }
  }
}
