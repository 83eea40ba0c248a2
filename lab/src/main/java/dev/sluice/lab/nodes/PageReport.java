package dev.sluice.lab.nodes;

import dev.sluice.lab.draw.Criterion;
import dev.sluice.lab.draw.HtmlPage;
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
    return HtmlPage.of(
        "Several nodes, one quota",
        HtmlPage.table(Row.HEADS, results.stream().map(Row::of).toList()),
        results.stream().map(PageReport::scene).collect(Collectors.joining("\n")));
  }

  private static String scene(SceneResult result) {
    return """
        <h2>%s</h2>
        <p>%s.</p>
        %s
        %s"""
        .formatted(
            HtmlPage.text(result.scene().name()),
            HtmlPage.text(result.scene().about()),
            chart(result.runs().getFirst()),
            HtmlPage.list(result.judged().stream().map(PageReport::item).toList()));
  }

  private static String item(Criterion judged) {
    String text = judged.what() + ": " + judged.figures();
    return judged.holds() ? HtmlPage.item(text) : HtmlPage.brokenItem(text);
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
