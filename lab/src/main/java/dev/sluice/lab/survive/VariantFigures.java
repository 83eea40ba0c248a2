package dev.sluice.lab.survive;

import dev.sluice.lab.load.SdkClient.Ending;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The figures by which gateways are compared that go without a mechanism.
final class VariantFigures {
  private VariantFigures() {}

  /// @param calls all of them but those that crash a provider
  /// @param others those of them that are of the tenant whose other calls do; none where there is
  ///   no such tenant
  /// @param figures of `calls`
  static Map<String, Double> of(
      List<ApplicationCall> calls,
      List<ApplicationCall> others,
      Figures figures,
      GatewayMetrics metrics) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("answered, %", answered(calls));
    if (!others.isEmpty()) {
      values.put("answered, of the tenant whose other calls crash, %", answered(others));
    }
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

  private static double answered(List<ApplicationCall> calls) {
    return 100.0
        * calls.stream().filter(call -> call.endedBy(Ending.ANSWERED)).count()
        / calls.size();
  }
}
