package dev.sluice.lab.admit;

import dev.sluice.call.request.Band;
import dev.sluice.lab.admit.Figures.BandFigures;
import dev.sluice.lab.draw.Criterion;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Prints the results for people.
record TextReport(Runs runs, PrintStream out) {
  /// Prints the means over the seeds, setting by setting.
  public static void runs(Runs runs, PrintStream out) {
    var report = new TextReport(runs, out);
    runs.settings().forEach(report::setting);
  }

  /// Prints the results of the scenarios.
  public static void results(List<ScenarioResult> results, PrintStream out) {
    for (ScenarioResult result : results) {
      out.printf("%n%s%n", result.title());
      result.lines().forEach(line -> out.println("  " + line));
    }
  }

  /// Prints the criteria, and whether each holds.
  public static void criteria(List<Criterion> criteria, PrintStream out) {
    out.println();
    criteria.forEach(criterion -> out.println(criterion.line()));
  }

  private void setting(Setting setting) {
    out.printf(
        Locale.ROOT,
        "%n%s, bucket %d s: %d calls, %d tokens and %d requests a minute%n",
        setting.title(),
        setting.bucket().toSeconds(),
        setting.trace().arrivals().size(),
        setting.rates().tokens(),
        setting.rates().requests());
    if (!Criteria.isLong(setting)) {
      out.println("  too short to be judged: give 25 minutes or more");
    }
    table(setting, HEADS, TextReport::row);
    table(setting, BAND_HEADS, TextReport::bands);
    table(setting, DECILE_HEADS, TextReport::deciles);
    table(setting, TOKEN_HEADS, TextReport::tokens);
  }

  private interface Row {
    List<String> of(Figures figures);
  }

  static final List<String> HEADS =
      List.of(
          "%",
          "429s",
          "used",
          "calls",
          "tokens",
          "at entry",
          "attempts",
          "fairness",
          "wait s",
          "longest",
          "off by",
          "median");

  static List<String> row(Figures f) {
    return List.of(
        Numbers.fine(f.throttled()),
        Numbers.percent(f.utilisation()),
        Numbers.percent(f.success()),
        Numbers.percent(f.tokens()),
        Numbers.percent(f.atEntry()),
        Numbers.index(f.attempts()),
        Numbers.index(f.fairness()),
        Numbers.seconds(f.median()),
        Numbers.seconds(f.longest()),
        Numbers.seconds(f.prediction()),
        Numbers.seconds(f.predictionMedian()));
  }

  private static final List<String> BAND_HEADS = bandHeads();

  private static List<String> bandHeads() {
    var heads = new ArrayList<String>();
    heads.add("by band");
    for (Band band : Band.values()) {
      heads.addAll(List.of(band.name().toLowerCase(Locale.ROOT) + " %", "p50 s", "p99 s"));
    }
    return heads;
  }

  private static List<String> bands(Figures f) {
    var cells = new ArrayList<String>();
    for (Band band : Band.values()) {
      BandFigures of = f.band(band);
      cells.add(Numbers.percent(of.success()));
      cells.add(Numbers.seconds(of.median()));
      cells.add(Numbers.seconds(of.p99()));
    }
    return cells;
  }

  private static final List<String> DECILE_HEADS =
      List.of("by size, %", "small", "2", "3", "4", "5", "6", "7", "8", "9", "large");

  private static List<String> deciles(Figures f) {
    return f.deciles().stream().map(Numbers::percent).toList();
  }

  private static final List<String> TOKEN_HEADS = tokenHeads();

  private static List<String> tokenHeads() {
    var heads = new ArrayList<String>();
    heads.add("tokens, %");
    for (Band band : Band.values()) {
      heads.add(band.name().toLowerCase(Locale.ROOT));
    }
    heads.addAll(DECILE_HEADS.subList(1, DECILE_HEADS.size()));
    return heads;
  }

  private static List<String> tokens(Figures f) {
    var cells = new ArrayList<String>();
    for (Band band : Band.values()) {
      cells.add(Numbers.percent(f.band(band).tokens()));
    }
    f.tokenDeciles().forEach(share -> cells.add(Numbers.percent(share)));
    return cells;
  }

  private void table(Setting setting, List<String> heads, Row row) {
    Grid grid = new Grid();
    grid.row(heads);
    for (Contender contender : runs.contenders()) {
      var cells = new ArrayList<String>();
      cells.add(contender.label());
      cells.addAll(row.of(runs.of(setting, contender)));
      grid.row(cells);
    }
    grid.lines().forEach(line -> out.println("  " + line));
  }
}
