package dev.sluice.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.report.QuotaView;
import dev.sluice.report.TargetView;
import dev.sluice.report.TrafficReport;
import dev.sluice.stats.LatencyStats;
import java.util.List;
import java.util.Locale;

/// The state of each target: circuits, limits, learned times, credentials, and its counts in the
/// window.
final class TargetsJson {
  private TargetsJson() {}

  static ObjectNode of(TrafficReport report, LatencyStats latencies) {
    ObjectNode json = ReportJson.header(report);
    List<LatencyStats.Value> learned = latencies.values();
    ArrayNode targets = json.putArray("targets");
    for (TargetView target : report.situation().targets()) {
      add(targets.addObject(), target, learned);
    }
    return json;
  }

  private static void add(ObjectNode json, TargetView target, List<LatencyStats.Value> learned) {
    json.put("target", target.name());
    ArrayNode routes = json.putArray("routes");
    target.routes().forEach(routes::add);
    TotalsJson.add(json, target.totals());
    ObjectNode circuits = json.putObject("circuits");
    target.circuits().forEach(circuits::put);
    ReportJson.put(json, "budget_left", target.budgetLeft());
    json.put("keys", target.keys()).put("keys_aside", target.aside().size());
    ArrayNode quotas = json.putArray("quotas");
    target.quotas().forEach(quota -> add(quotas.addObject(), quota));
    ArrayNode timeouts = json.putArray("timeouts");
    learned.stream()
        .filter(value -> value.target().equals(target.name()))
        .forEach(value -> add(timeouts.addObject(), value));
  }

  private static void add(ObjectNode json, QuotaView quota) {
    json.put("credential", quota.credential());
    json.put("dimension", quota.dimension().name().toLowerCase(Locale.ROOT));
    if (Double.isFinite(quota.limit())) {
      json.put("limit", quota.limit()).put("remaining", quota.remaining());
    }
    json.put("utilisation", quota.utilisation()).put("learned", quota.learned());
    json.put("margin", quota.margin()).put("throttled", quota.throttles());
    json.put("key", quota.key());
  }

  private static void add(ObjectNode json, LatencyStats.Value value) {
    json.put("what", value.what()).put("input", value.input());
    json.put("seconds", value.value().toNanos() / 1e9).put("prior", value.prior());
  }
}
