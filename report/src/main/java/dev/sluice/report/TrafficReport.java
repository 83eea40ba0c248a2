package dev.sluice.report;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// The report of a window of time.
///
/// @param instance which gateway it is of
/// @param version that gateway's
/// @param from the window's begin
/// @param to its end
/// @param situation what it was made from
/// @param summary what it says in a sentence
/// @param rows its table
/// @param findings what is wrong with targets
public record TrafficReport(
    String instance,
    String version,
    Instant from,
    Instant to,
    Situation situation,
    Summary summary,
    List<ReportRow> rows,
    List<Finding> findings) {
  public TrafficReport {
    rows = List.copyOf(rows);
    findings = List.copyOf(findings);
  }

  static TrafficReport of(
      String instance, String version, Instant from, Instant to, Situation situation) {
    List<ReportRow> rows = rows(situation);
    Summary summary = Summary.of(rows, situation);
    return new TrafficReport(
        instance, version, from, to, situation, summary, rows, findings(situation));
  }

  private static List<ReportRow> rows(Situation situation) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.applies(situation))
        .map(metric -> ReportRow.of(metric, situation))
        .toList();
  }

  private static List<Finding> findings(Situation situation) {
    return situation.targets().stream()
        .flatMap(target -> Cause.all(target, situation.aims()).stream())
        .toList();
  }
}
