package dev.sluice.server.admin;

import java.util.Locale;

/// The formats that metrics are shown in: OpenMetrics, which alone has exemplars, or Prometheus'
/// own text format.
final class MetricsFormat {
  /// The media type of Prometheus' text format.
  static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";

  /// The media type of OpenMetrics.
  static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private MetricsFormat() {}

  /// The format for a reader that sends this `Accept` header: the one that it likes better, and
  /// OpenMetrics where it likes both alike.
  static String of(String accept) {
    double open = quality(accept, "application/openmetrics-text");
    double plain = quality(accept, "text/plain");
    return open > 0 && open >= plain ? OPEN : PLAIN;
  }

  /// The quality of a media type in an `Accept` header, from 0 to 1; the largest of several
  /// mentions.
  private static double quality(String accept, String type) {
    double most = 0;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.strip().split(";", -1);
      if (parts[0].strip().equals(type)) {
        most = Math.max(most, quality(parts));
      }
    }
    return most;
  }

  private static double quality(String[] parameters) {
    for (String parameter : parameters) {
      String text = parameter.strip();
      if (text.matches("q=[01](\\.\\d{0,3})?")) {
        return Double.parseDouble(text.substring(2));
      }
    }
    return 1;
  }
}
