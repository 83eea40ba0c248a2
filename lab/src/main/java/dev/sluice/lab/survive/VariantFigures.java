package dev.sluice.lab.survive;

import dev.sluice.lab.survive.ApplicationCall.End;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The figures by which gateways are compared that go without a mechanism.
final class VariantFigures {
  private VariantFigures() {}

  /// @param calls all of them
  /// @param figures of `calls`
  static Map<String, Double> of(
      List<ApplicationCall> calls, Figures figures, GatewayMetrics metrics) {
    Map<String, Double> values = new LinkedHashMap<>();
    double answered = calls.stream().filter(call -> call.end() == End.ANSWERED).count();
    values.put("answered, %", 100 * answered / calls.size());
    values.put("answered, of those not struck behind the commit point, %", 100 * figures.success());
    values.put("first token of streams, p50, ms", figures.firstToken().p50());
    values.put("first token of streams, p99, ms", figures.firstToken().p99());
    values.put("total, p50, ms", figures.total().p50());
    values.put("total, p99, ms", figures.total().p99());
    values.put("attempts a call", figures.attemptsPerCall());
    values.put("tokens of races that were for nothing, %", 100 * metrics.raced());
    values.put("attempts before a hint", (double) figures.beforeHints());
    values.put("openings of circuits", (double) metrics.openings());
    return values;
  }
}
