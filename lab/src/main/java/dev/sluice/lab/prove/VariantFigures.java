package dev.sluice.lab.prove;

import dev.sluice.lab.prove.PlannedCallResult.End;
import java.util.LinkedHashMap;
import java.util.Map;

/// The figures by which gateways are compared that go without a mechanism.
final class VariantFigures {
  private VariantFigures() {}

  static Map<String, Double> of(Figures figures) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("answered in time, %", 100 * figures.share(End.ANSWERED));
    values.put("answered, of the calls that no limit refused, %", 100 * figures.reliability());
    values.put("latency, average, s", figures.meanLatency());
    values.put("latency, p99, s", figures.latency(99));
    values.put("tokens served, M", figures.tokens() / 1e6);
    values.put("429s, of the attempts, %", 100 * figures.throttledShare());
    values.put("timeouts, %", 100 * figures.share(End.TIMED_OUT));
    values.put("retries a call", figures.repeats());
    values.put("upstream calls per answer", figures.servedForEachAnswer());
    return values;
  }
}
