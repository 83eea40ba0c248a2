package dev.sluice.lab.nodes;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The results as a page that needs nothing beside it: a table, and for each scene its criteria and
/// the rate of its first run over time.
final class PageReport {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 60;
  private static final int EACH = 5;

  private PageReport() {}

  static String of(List<SceneResult> results) {
    String rows = results.stream().map(PageReport::row).collect(Collectors.joining("\n"));
    String scenes = results.stream().map(PageReport::scene).collect(Collectors.joining("\n"));
    return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Several nodes, one quota</title>
        <style>
        body { font: 14px/1.5 sans-serif; margin: 2em auto; max-width: 70em; }
        table { border-collapse: collapse; }
        th, td { padding: .2em .6em; text-align: right; border-bottom: 1px solid #ddd; }
        th:first-child, td:first-child { text-align: left; }
        .BROKEN { color: #b00; font-weight: bold; }
        svg { background: #f6f6f6; }
        </style>
        <h1>Several nodes, one quota</h1>
        <table>
        <tr>%s</tr>
        %s
        </table>
        %s
        </html>
        """
        .formatted(cells("th", Row.HEADS), rows, scenes);
  }

  private static String cells(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<" + tag + " class=\"" + cell + "\">" + cell + "</" + tag + ">")
        .collect(Collectors.joining());
  }

  private static String row(SceneResult result) {
    return "<tr>" + cells("td", Row.of(result)) + "</tr>";
  }

  private static String scene(SceneResult result) {
    String lines =
        result.judged().stream()
            .map(
                judged ->
                    "<li class=\"%s\">%s: %s (%s)</li>"
                        .formatted(
                            judged.holds() ? "holds" : "BROKEN",
                            judged.what(),
                            judged.value(),
                            judged.limit()))
            .collect(Collectors.joining("\n"));
    return """
        <h2>%s</h2>
        <p>%s.</p>
        %s
        <ul>
        %s
        </ul>"""
        .formatted(
            result.scene().name(), result.scene().about(), chart(result.runs().getFirst()), lines);
  }

  /// Draws the part of the quota that was used, five seconds a point; the line is the whole quota.
  private static String chart(Figures run) {
    return """
        <svg width="%d" height="%d" role="img" aria-label="the part of the quota used over time">
        <line x1="0" y1="%d" x2="%d" y2="%d" stroke="#bbb"/>
        <polyline fill="none" stroke="#06c" points="%s"/>
        </svg>"""
        .formatted(WIDTH, HEIGHT, HEIGHT / 2, WIDTH, HEIGHT / 2, line(run.rates()));
  }

  private static String line(List<Double> rates) {
    int points = rates.size() / EACH;
    return IntStream.range(0, points)
        .mapToObj(i -> point(i, points, rates.subList(EACH * i, EACH * (i + 1))))
        .collect(Collectors.joining(" "));
  }

  private static String point(int at, int of, List<Double> rates) {
    double mean = rates.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double y = HEIGHT - Math.clamp(mean, 0, 2) * HEIGHT / 2;
    return String.format(Locale.ROOT, "%.1f,%.1f", (double) WIDTH * at / of, y);
  }
}
