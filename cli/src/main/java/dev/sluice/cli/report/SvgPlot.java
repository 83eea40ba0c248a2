package dev.sluice.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// A plot of one or two columns over time, as SVG that takes its colours from the page.
///
/// @param title what it shows, with the unit
/// @param columns the names of its columns
/// @param labels what the columns are called in its legend
record SvgPlot(String title, List<String> columns, List<String> labels) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 200;
  private static final int LEFT = 56;
  private static final int TOP = 12;
  private static final int BOTTOM = 26;
  private static final int LINES = 4;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  String figure(JsonNode series) {
    double top = nice(most(series));
    var svg = new StringBuilder("<figure><figcaption>").append(Plain.html(title));
    for (int i = 0; i < columns.size(); i++) {
      svg.append(" <span class=\"key k").append(i).append("\">");
      svg.append(Plain.html(labels.get(i))).append("</span>");
    }
    svg.append("</figcaption>\n<svg role=\"img\" aria-label=\"").append(Plain.html(title));
    svg.append("\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT).append("\">\n");
    grid(svg, top);
    times(svg, series.path("t"));
    for (int i = 0; i < columns.size(); i++) {
      svg.append("<path class=\"line k").append(i).append("\" d=\"");
      svg.append(path(series.path(columns.get(i)), top)).append("\"/>\n");
    }
    return svg.append("</svg></figure>\n").toString();
  }

  private double most(JsonNode series) {
    double most = 0;
    for (String column : columns) {
      for (JsonNode value : series.path(column)) {
        most = Math.max(most, value.asDouble());
      }
    }
    return most;
  }

  /// The next of 1, 2, 5, 10, 20 and so on.
  static double nice(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-3))));
    for (double factor : new double[] {1, 2, 5}) {
      if (most <= factor * power) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static void grid(StringBuilder svg, double top) {
    for (int i = 0; i <= LINES; i++) {
      double y = TOP + (double) (HEIGHT - TOP - BOTTOM) * i / LINES;
      svg.append("<path class=\"grid\" d=\"M").append(LEFT).append(' ').append(number(y));
      svg.append('H').append(WIDTH).append("\"/><text class=\"y\" x=\"").append(LEFT - 6);
      svg.append("\" y=\"").append(number(y + 4)).append("\">");
      svg.append(label(top * (LINES - i) / LINES)).append("</text>\n");
    }
  }

  private static void times(StringBuilder svg, JsonNode times) {
    if (times.size() < 2) {
      return;
    }
    time(svg, times.get(0), LEFT, "start");
    time(svg, times.get(times.size() / 2), (WIDTH + LEFT) / 2, "middle");
    time(svg, times.get(times.size() - 1), WIDTH, "end");
  }

  private static void time(StringBuilder svg, JsonNode at, int x, String anchor) {
    svg.append("<text text-anchor=\"").append(anchor).append("\" x=\"").append(x);
    svg.append("\" y=\"").append(HEIGHT - 6).append("\">");
    svg.append(TIME.format(Instant.ofEpochMilli(at.asLong()))).append("</text>\n");
  }

  /// The points that there are, each run of them a line of its own.
  private static String path(JsonNode column, double top) {
    var path = new StringBuilder();
    boolean down = false;
    for (int i = 0; i < column.size(); i++) {
      if (column.get(i).isNumber()) {
        path.append(down ? 'L' : 'M').append(point(column, i, top));
      }
      down = column.get(i).isNumber();
    }
    return path.toString();
  }

  private static String point(JsonNode column, int i, double top) {
    double x = LEFT + (double) (WIDTH - LEFT) * i / Math.max(1, column.size() - 1);
    double share = Math.min(1, column.get(i).asDouble() / top);
    double y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
    return number(x) + ' ' + number(y);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String label(double value) {
    if (value >= 1_000) {
      return String.format(Locale.ROOT, "%.3gK", value / 1_000).replaceFirst("\\.0+K", "K");
    }
    return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
  }
}
