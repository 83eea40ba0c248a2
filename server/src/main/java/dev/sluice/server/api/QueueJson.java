package dev.sluice.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.request.Band;
import dev.sluice.call.text.EnumWords;
import dev.sluice.report.Reporter;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Measure;
import dev.sluice.report.history.SeriesKey;
import dev.sluice.report.history.Totals;
import dev.sluice.stats.QueueSnapshot.InBand;
import dev.sluice.stats.QueueStats;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/// The queue as JSON: what waits now, by route and band, and how long calls have waited in the
/// window, by band.
final class QueueJson {
  private static final double MICROS = 1e6;

  private QueueJson() {}

  static ObjectNode of(Reporter reporter, Duration window) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode queues = json.putArray("queues");
    QueueStats waiting = reporter.stats().queues();
    for (String route : new TreeSet<>(waiting.routes())) {
      for (Band band : Band.values()) {
        add(queues.addObject(), route, band, waiting.snapshot(route).of(band));
      }
    }
    Map<Band, Totals> waits =
        reporter.windows().window(window, reporter.clock().nanos()).by(SeriesKey::band);
    ArrayNode bands = json.putArray("waits");
    for (Band band : Band.values()) {
      add(bands.addObject(), band, waits.getOrDefault(band, Totals.NONE));
    }
    return json;
  }

  private static void add(ObjectNode json, String route, Band band, InBand waiting) {
    json.put("route", route).put("band", EnumWords.of(band));
    json.put("calls", waiting.calls()).put("tokens", waiting.tokens());
    json.put("oldest", waiting.oldest() / 1e9);
  }

  private static void add(ObjectNode json, Band band, Totals totals) {
    long waited = totals.count(Measure.WAIT);
    long refused = totals.of(Figure.REFUSED_LATE);
    json.put("band", EnumWords.of(band)).put("calls", totals.calls()).put("waited", waited);
    json.put("refused_at_entry", totals.of(Figure.REFUSED_AT_ENTRY));
    json.put("refused_late", refused);
    TotalsJson.seconds(json, "wait_p50", totals.quantile(Measure.WAIT, 0.5));
    TotalsJson.seconds(json, "wait_p95", totals.quantile(Measure.WAIT, 0.95));
    long granted = waited - refused;
    if (granted > 0) {
      json.put("wait_mean", totals.of(Figure.WAITED_MICROS) / MICROS / granted);
      json.put("predicted_mean", totals.of(Figure.PREDICTED_MICROS) / MICROS / granted);
    }
  }
}
