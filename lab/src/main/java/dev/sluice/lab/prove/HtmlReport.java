package dev.sluice.lab.prove;

import dev.sluice.lab.draw.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The result as one page with plots, which needs nothing beside it.
final class HtmlReport {
  private static final String STYLE =
      """
      <style>
      :root { color-scheme: light dark; --ink: light-dark(#1c2126, #dfe4e8); --soft: light-dark(#5c6670, #97a2ac);
        --line: light-dark(#dde1e5, #333b43); --good: light-dark(#0b6e4f, #4cc38a); --bad: light-dark(#b3261e, #ff8a80); }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 900px; margin: 2em auto; padding: 0 1em; }
      h1 { font-size: 1.5em; } h1, h2, h3 { font-weight: 600; } h2 { font-size: 1.15em; margin-top: 2em; } h3 { font-size: 1em; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
      td, th { padding: .3em .6em; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; white-space: nowrap; }
      th { color: var(--soft); } td:first-child, td:last-child, th:last-child { text-align: left; }
      .met { color: var(--good); } .missed { color: var(--bad); font-weight: 600; }
      svg { max-width: 100%; height: auto; } svg text { font-size: 12px; fill: var(--soft); } svg .rule { stroke: var(--line); }
      .key i { display: inline-block; width: 10px; height: 10px; margin: 0 .4em 0 1em; }
      .wide { overflow-x: auto; }
      </style>
      """;

  private static final String SDK = "#c8553d";
  private static final String SLUICE = "#0b8f68";
  private static final int PARTS = 30;

  private HtmlReport() {}

  static String of(Result result) {
    String title = Svg.escape(ReportSentences.TITLE);
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
        + title
        + "</title>"
        + STYLE
        + "</head><body>\n<h1>"
        + title
        + "</h1>\n<p>"
        + Svg.escape(ReportSentences.setting(result))
        + "</p>\n"
        + table(result)
        + key()
        + plot("Answered in time over the run, %", overTime(result))
        + plot("Answered in time by size, smallest tenth first, %", bySize(result))
        + list("What is compared", ReportSentences.method(result.options().workload()))
        + list("What would make it unfair", ReportSentences.fairness())
        + "</body></html>\n";
  }

  private static String table(Result result) {
    return "<div class='wide'><table><tr><th></th><th>SDK alone</th><th>Sluice</th><th>change</th>"
        + "<th>target</th><th>verdict</th></tr>\n"
        + result.rows().stream().map(HtmlReport::row).collect(Collectors.joining())
        + "</table></div>\n";
  }

  private static String row(ComparedFigure row) {
    return "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td class='%s'>%s</td></tr>\n"
        .formatted(
            Svg.escape(row.name().strip()),
            row.unit().show(row.before()),
            row.unit().show(row.after()),
            row.changeText(),
            Svg.escape(row.targetText()),
            row.verdict().toLowerCase(Locale.ROOT),
            row.verdict());
  }

  private static String key() {
    return "<p class='key'><i style='background:%s'></i>SDK alone<i style='background:%s'></i>Sluice</p>\n"
        .formatted(SDK, SLUICE);
  }

  private static String plot(String title, String drawing) {
    return "<h3>%s</h3>\n%s".formatted(Svg.escape(title), drawing);
  }

  private static String overTime(Result result) {
    var length = result.options().length();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      labels.add(i % 5 == 0 ? length.toSeconds() * i / PARTS + " s" : "");
    }
    return new Curves(labels)
        .add("SDK alone", SDK, result.before().answeredOverTime(length, PARTS))
        .add("Sluice", SLUICE, result.after().answeredOverTime(length, PARTS))
        .done();
  }

  private static String bySize(Result result) {
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= Figures.TENTHS; i++) {
      labels.add(Integer.toString(i));
    }
    return new Curves(labels)
        .add("SDK alone", SDK, result.before().answeredBySize())
        .add("Sluice", SLUICE, result.after().answeredBySize())
        .done();
  }

  private static String list(String title, List<String> sentences) {
    return "<h2>%s</h2>\n<ul>%s</ul>\n"
        .formatted(
            title,
            sentences.stream()
                .map(sentence -> "<li>" + Svg.escape(sentence) + "</li>")
                .collect(Collectors.joining("\n")));
  }
}
