package dev.sluice.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.pipeline.Report;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Measure;
import dev.sluice.report.history.Totals;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Counts and times as JSON: outcomes and reasons that did not occur are left out, and so are times
/// that are not known.
final class TotalsJson {
  private TotalsJson() {}

  static void add(ObjectNode json, Totals totals) {
    json.put("calls", totals.calls()).put("attempts", totals.attempts());
    some(json.putObject("calls_by_outcome"), totals, "CALL_");
    some(json.putObject("calls_by_fault"), totals, "FAULT_");
    some(json.putObject("attempts_by_outcome"), totals, "ATTEMPT_");
    some(json.putObject("attempts_by_reason"), totals, "BECAUSE_");
    some(json.putObject("timeouts_by_phase"), totals, "PHASE_");
    some(json.putObject("refusals_by_limit"), totals, "LIMIT_");
    some(json.putObject("unreachable_by_obstacle"), totals, "OBSTACLE_");
    seconds(json, "latency_mean", totals.latency());
    totals.latencyParts().ifPresent(parts -> latency(json, parts));
    times(json, "first_token", totals, Measure.FIRST_TOKEN);
    times(json, "total", totals, Measure.CALL);
    json.put("input_tokens", totals.of(Figure.INPUT_TOKENS));
    json.put("output_tokens", totals.of(Figure.OUTPUT_TOKENS));
    json.put("cached_tokens", totals.of(Figure.CACHED_TOKENS));
  }

  private static void times(ObjectNode json, String name, Totals totals, Measure measure) {
    seconds(json, name + "_p50", totals.quantile(measure, 0.5));
    seconds(json, name + "_p95", totals.quantile(measure, 0.95));
    seconds(json, name + "_p99", totals.quantile(measure, 0.99));
  }

  private static void latency(ObjectNode json, Report.Parts parts) {
    json.put("latency_queue_mean", parts.queue() / 1e9);
    json.put("latency_gateway_mean", parts.gateway() / 1e9);
    json.put("latency_provider_mean", parts.provider() / 1e9);
  }

  static void seconds(ObjectNode json, String name, Optional<Duration> time) {
    time.ifPresent(t -> json.put(name, t.toNanos() / 1e9));
  }

  private static void some(ObjectNode json, Totals totals, String prefix) {
    for (Figure figure : Figure.values()) {
      if (figure.name().startsWith(prefix) && totals.of(figure) > 0) {
        String name = figure.name().substring(prefix.length()).toLowerCase(Locale.ROOT);
        json.put(name, totals.of(figure));
      }
    }
  }
}
