package dev.sluice.lab.process;

import java.util.stream.Stream;

/// Reads the metrics of a gateway at `/metrics`.
public final class MetricsReader {
  private MetricsReader() {}

  /// The sum of the values of `metric` in a page in Prometheus' text format.
  ///
  /// @param labels what a value's labels must contain, such as `to="open"`
  public static double sum(String page, String metric, String... labels) {
    return page.lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
