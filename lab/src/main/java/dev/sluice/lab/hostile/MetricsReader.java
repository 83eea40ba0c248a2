package dev.sluice.lab.hostile;

/// Reads the metrics of a gateway at `/metrics`.
final class MetricsReader {
  private MetricsReader() {}

  /// The sum of the values of `metric` in a page in Prometheus' text format.
  public static double sum(RawAnswer page, String metric) {
    return page.body()
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
