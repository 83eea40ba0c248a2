package dev.sluice.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/// The report as an HTML document that needs nothing else: no script, no font, no request.
final class ReportHtml {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#5b6570;--line:#dfe3e8;
      --ok:#12703a;--near:#8a5a00;--missed:#b3261e;--k0:#1f5fbf;--k1:#c2410c}
      @media(prefers-color-scheme:dark){:root{--bg:#14171b;--fg:#e6e9ed;--soft:#9aa4af;
      --line:#2c323a;--ok:#5fce8c;--near:#e3b341;--missed:#ff8a80;--k0:#7fb0ff;--k1:#ffa266}}
      *{box-sizing:border-box}
      body{margin:0 auto;max-width:1060px;padding:32px 20px 48px;background:var(--bg);
      color:var(--fg);font:15px/1.5 system-ui,sans-serif}
      h1{font-size:24px;margin:0 0 4px}h2{font-size:17px;margin:32px 0 8px}
      p.where{margin:0;color:var(--soft)}
      p.say{margin:0 0 12px;font-size:18px;font-weight:600}
      .scroll{overflow-x:auto}
      table{border-collapse:collapse;width:100%;margin-top:20px}
      th,td{text-align:left;vertical-align:top;padding:7px 12px 7px 0;
      border-bottom:1px solid var(--line)}
      th{font-weight:600;color:var(--soft);font-size:13px}
      td.m,td.n{white-space:nowrap}td.n{font-variant-numeric:tabular-nums}
      td.s{font-weight:600;white-space:nowrap}
      td.a{color:var(--soft);min-width:260px}
      .ok{color:var(--ok)}.near{color:var(--near)}.missed{color:var(--missed)}
      .none{color:var(--soft)}
      dl{margin:0}dt{font-weight:600;margin-top:12px;overflow-wrap:anywhere}
      dd{margin:0;color:var(--fg)}dd.r{color:var(--soft)}
      .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(420px,100%),1fr));
      gap:24px}
      figure{margin:0}figcaption{font-size:13px;color:var(--soft);margin-bottom:4px}
      svg{width:100%;height:auto;display:block}
      svg text{fill:var(--soft);font-size:14px}svg text.y{text-anchor:end}
      .grid{stroke:var(--line);fill:none}.line{fill:none;stroke-width:1.8}
      .line.k0{stroke:var(--k0)}.line.k1{stroke:var(--k1)}
      .key{margin-left:10px;font-weight:600}.key.k0{color:var(--k0)}.key.k1{color:var(--k1)}
      @media(max-width:700px){thead{display:none}table,tbody{display:block}
      tr{display:grid;grid-template-columns:1fr auto auto auto;column-gap:12px;padding:8px 0;
      border-bottom:1px solid var(--line)}td,th{border:0;padding:0}td.m{white-space:normal}
      td.a{grid-column:1/-1;font-size:13px}td.a:empty{display:none}}
      @media print{body{max-width:none;padding:0}}
      """;

  private static final List<SvgPlot> PLOTS =
      List.of(
          new SvgPlot(
              "Calls a second", List.of("calls", "sent"), List.of("asked", "sent to providers")),
          new SvgPlot(
              "First token of streams, seconds",
              List.of("first_token_p50", "first_token_p99"),
              List.of("p50", "p99")),
          new SvgPlot(
              "Whole answer, seconds", List.of("total_p50", "total_p99"), List.of("p50", "p99")),
          new SvgPlot(
              "Trouble a second",
              List.of("failed", "throttled"),
              List.of("failed calls", "rate-limit hits")));

  private ReportHtml() {}

  static String of(ReportDocument report, JsonNode series) {
    var html =
        new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    html.append("<title>Traffic report</title>\n<style>\n").append(STYLE).append("</style>\n");
    html.append("</head><body><main>\n<h1>Traffic report</h1>\n");
    html.append("<p class=\"say ").append(kind(report.summaryStatus())).append("\">");
    html.append(Plain.html(report.summary())).append("</p>\n");
    html.append("<p class=\"where\">").append(Plain.html(report.instance())).append("</p>\n");
    if (!report.cluster().isEmpty()) {
      html.append("<p class=\"where\">").append(Plain.html(report.cluster())).append("</p>\n");
    }
    html.append("<p class=\"where\">").append(report.window());
    html.append(" (").append(report.size()).append(")</p>\n");
    table(html, report);
    troubles(html, report.troubles());
    html.append("<h2>Over time</h2>\n<div class=\"plots\">\n");
    PLOTS.forEach(plot -> html.append(plot.figure(series)));
    return html.append("</div>\n</main></body></html>\n").toString();
  }

  private static void table(StringBuilder html, ReportDocument report) {
    html.append("<div class=\"scroll\"><table>\n<thead><tr>");
    Stream.of("Metric", "Current", "Target", "Status", "Advice")
        .forEach(head -> html.append("<th scope=\"col\">").append(head).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    report.rows().forEach(row -> row(html, row));
    html.append("</tbody></table></div>\n");
  }

  private static void row(StringBuilder html, ReportDocument.Row row) {
    String kind = kind(row.status());
    html.append("<tr><td class=\"m\">").append(Plain.html(row.title()));
    html.append("</td><td class=\"n\">").append(Plain.html(row.current()));
    html.append("</td><td class=\"n\">").append(Plain.html(row.target()));
    html.append("</td><td class=\"s ").append(kind).append("\">").append(Plain.html(row.status()));
    html.append("</td><td class=\"a\">").append(Plain.html(row.remark())).append("</td></tr>\n");
  }

  private static String kind(String status) {
    return switch (status) {
      case "ok", "near", "missed" -> status;
      default -> "none";
    };
  }

  private static void troubles(StringBuilder html, List<ReportDocument.Trouble> troubles) {
    html.append("<h2>Findings</h2>\n");
    if (troubles.isEmpty()) {
      html.append("<p class=\"where\">None: each target is as it should be.</p>\n");
      return;
    }
    html.append("<dl>\n");
    troubles.forEach(trouble -> trouble(html, trouble));
    html.append("</dl>\n");
  }

  private static void trouble(StringBuilder html, ReportDocument.Trouble trouble) {
    html.append("<dt>").append(Plain.html(trouble.target())).append("</dt><dd>");
    html.append(Plain.html(trouble.problem())).append("</dd><dd class=\"r\">");
    html.append(Plain.html(trouble.remedy())).append("</dd>\n");
  }
}
