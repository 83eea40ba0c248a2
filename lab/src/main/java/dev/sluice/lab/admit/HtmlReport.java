package dev.sluice.lab.admit;

import dev.sluice.call.request.Band;
import dev.sluice.lab.admit.Figures.BandFigures;
import dev.sluice.lab.draw.Svg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The results as one page with plots, which needs nothing beside it.
final class HtmlReport {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Calls at the limit</title><style>
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1120px; margin: 2em auto; padding: 0 1em; }
      h1, h2 { font-weight: 600; } h2 { margin: 2em 0 .2em; border-top: 1px solid #ddd; padding-top: 1em; }
      h3 { font-size: 1em; font-weight: 600; margin: .6em 0 0; }
      .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(520px, 1fr)); gap: 8px 24px; }
      svg { max-width: 100%; height: auto; } svg text { font-size: 12px; fill: #555; } .rule { stroke: #e4e4e4; }
      .key span { display: inline-block; margin-right: 1.4em; } .key i { display: inline-block; width: 12px; height: 12px; margin-right: .4em; }
      table { border-collapse: collapse; } td, th { padding: .1em 1em .1em 0; vertical-align: top; text-align: left; font-weight: 400; }
      .holds { color: #0b6e4f; } .broken { color: #b3261e; font-weight: 600; } .small { color: #666; font-size: .9em; }
      </style></head><body>
      <h1>Calls at the limit</h1>
      """;

  private static final double PERCENT = 100;

  private final Runs runs;
  private final StringBuilder page = new StringBuilder(HEAD);

  private HtmlReport(Runs runs) {
    this.runs = runs;
  }

  /// Writes the page, with the means over the seeds.
  public static void write(
      Runs runs, List<ScenarioResult> results, List<Criterion> criteria, Path file)
      throws IOException {
    Files.writeString(file, page(runs, results, criteria));
  }

  static String page(Runs runs, List<ScenarioResult> results, List<Criterion> criteria) {
    var report = new HtmlReport(runs);
    report.key();
    report.criteria(criteria);
    runs.settings().forEach(report::setting);
    results.forEach(report::result);
    return report.page + "</body></html>\n";
  }

  private void key() {
    page.append("<p class='key'>");
    for (Contender contender : runs.contenders()) {
      page.append(
          "<span><i style='background:%s'></i>%s</span>"
              .formatted(Plot.color(contender), contender.label()));
    }
    page.append("</p>\n<p class='small'>Means over the seeds. Traces named azure, conversation or")
        .append(" code: AzurePublicDataset, AzureLLMInferenceTrace (November 2023), Microsoft,")
        .append(" CC-BY 4.0; Patel et al., ISCA 2024.</p>\n");
  }

  private void criteria(List<Criterion> criteria) {
    page.append("<h2>What must hold</h2>\n<table>\n");
    for (Criterion criterion : criteria) {
      String state = criterion.holds() ? "holds" : "broken";
      page.append(
          "<tr><td class='%s'>%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  state, state, Svg.escape(criterion.what()), Svg.escape(criterion.figures())));
    }
    page.append("</table>\n");
  }

  private void setting(Setting setting) {
    page.append("<h2>").append(Svg.escape(setting.title())).append("</h2>\n");
    table(setting);
    page.append("<div class='plots'>\n");
    plot("Success by band, %", success(setting).bars());
    plot("Success by size, %, the smallest tenth first", deciles(setting).curves());
    plot("Tokens served by band, %", tokens(setting).bars());
    plot("Tokens served by size, %, the smallest tenth first", tokenDeciles(setting).curves());
    plot("Wait by band, p99, s", waits(setting).bars());
    plot("429s of attempts and used of the quota, %", use(setting).bars());
    page.append("</div>\n");
  }

  private void table(Setting setting) {
    page.append("<table>\n");
    row("th", "", TextReport.HEADS.subList(1, TextReport.HEADS.size()));
    for (Contender contender : runs.contenders()) {
      row("td", contender.label(), TextReport.row(runs.of(setting, contender)));
    }
    page.append("</table>\n");
  }

  private void row(String cell, String head, List<String> cells) {
    page.append("<tr><th>").append(head).append("</th>");
    cells.forEach(text -> page.append("<%s>%s</%s>".formatted(cell, Svg.escape(text), cell)));
    page.append("</tr>\n");
  }

  private void result(ScenarioResult result) {
    page.append("<h2>").append(Svg.escape(result.title())).append("</h2>\n<p>");
    result.lines().forEach(line -> page.append(Svg.escape(line)).append("<br>\n"));
    page.append("</p>\n");
  }

  private void plot(String title, String drawing) {
    page.append("<div><h3>%s</h3>\n%s</div>\n".formatted(title, drawing));
  }

  private Plot success(Setting setting) {
    return byBand(setting, Figures::success, BandFigures::success);
  }

  private Plot tokens(Setting setting) {
    return byBand(setting, Figures::tokens, BandFigures::tokens);
  }

  private Plot byBand(
      Setting setting, ToDoubleFunction<Figures> all, ToDoubleFunction<BandFigures> figure) {
    List<Band> bands = bands(setting);
    List<String> places =
        Stream.concat(Stream.of("all"), bands.stream().map(HtmlReport::name)).toList();
    return shares(
        setting,
        places,
        f ->
            DoubleStream.concat(
                    DoubleStream.of(all.applyAsDouble(f)),
                    bands.stream().mapToDouble(band -> figure.applyAsDouble(f.band(band))))
                .mapToObj(share -> PERCENT * share)
                .toList());
  }

  /// Returns the bands of which there are calls.
  private List<Band> bands(Setting setting) {
    Figures any = runs.of(setting, runs.contenders().getFirst());
    return Arrays.stream(Band.values())
        .filter(band -> !Double.isNaN(any.band(band).success()))
        .toList();
  }

  private static String name(Band band) {
    return band.name().toLowerCase(Locale.ROOT);
  }

  private Plot deciles(Setting setting) {
    return bySize(setting, Figures::deciles);
  }

  private Plot tokenDeciles(Setting setting) {
    return bySize(setting, Figures::tokenDeciles);
  }

  private Plot bySize(Setting setting, Function<Figures, List<Double>> figure) {
    List<String> places = IntStream.rangeClosed(1, 10).mapToObj(Integer::toString).toList();
    return shares(setting, places, f -> figure.apply(f).stream().map(d -> PERCENT * d).toList());
  }

  private Plot waits(Setting setting) {
    List<Band> bands = bands(setting);
    SequencedMap<Contender, List<Double>> values =
        values(setting, f -> bands.stream().map(band -> f.band(band).p99()).toList());
    List<String> places = bands.stream().map(HtmlReport::name).toList();
    double most = Math.max(1, Math.ceil(largestFinite(values.values())));
    return new Plot(places, most, "s", values);
  }

  private static double largestFinite(Collection<List<Double>> values) {
    return values.stream()
        .flatMap(List::stream)
        .filter(Double::isFinite)
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(1);
  }

  private Plot use(Setting setting) {
    return shares(
        setting,
        List.of("429s", "used while calls wait"),
        f -> List.of(PERCENT * f.throttled(), PERCENT * f.utilisation()));
  }

  private Plot shares(
      Setting setting, List<String> places, Function<Figures, List<Double>> figure) {
    return new Plot(places, PERCENT, "%", values(setting, figure));
  }

  private SequencedMap<Contender, List<Double>> values(
      Setting setting, Function<Figures, List<Double>> of) {
    SequencedMap<Contender, List<Double>> values = new LinkedHashMap<>();
    runs.contenders().forEach(c -> values.put(c, of.apply(runs.of(setting, c))));
    return values;
  }
}
