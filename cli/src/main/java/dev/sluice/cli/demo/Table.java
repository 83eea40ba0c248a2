package dev.sluice.cli.demo;

import dev.sluice.cli.demo.Dashboard.Mishap;
import dev.sluice.cli.demo.Dashboard.View;
import dev.sluice.cli.demo.Row.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes the dashboard's rows as text. Pure functions.
final class Table {
  private static final String NOTHING = "-";
  private static final String AND = " and ";

  private Table() {}

  /// The table: a heading, a line for each row, the sum, where calls go instead, what happened, and
  /// what went wrong last. No line is longer than `width`.
  ///
  /// @param events what the gateway has told its operator, a sentence each
  static List<String> lines(View view, List<String> events, int width) {
    List<String> lines = new ArrayList<>(Columns.lines(view.rows(), width));
    lines.add("");
    sentences(view, events).forEach(sentence -> lines.addAll(Wrap.lines(sentence, width)));
    return lines;
  }

  private static List<String> sentences(View view, List<String> events) {
    var words = new ArrayList<String>();
    words.add(
        "%d calls and %d errors in %d s"
            .formatted(view.calls(), view.errors(), view.age().toSeconds()));
    words.addAll(detours(view.rows()));
    helped(view).ifPresent(words::add);
    words.addAll(events);
    words.add(view.last().map(Table::mishap).orElse("nothing went wrong yet"));
    return words;
  }

  /// What has helped in the last ten seconds.
  private static Optional<String> helped(View view) {
    String all =
        view.helped().entrySet().stream()
            .map(each -> each.getKey().told(each.getValue()))
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? Optional.empty() : Optional.of("in the last 10 s, " + all);
  }

  /// The routes whose calls go elsewhere than before.
  private static List<String> detours(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.share() == 0 && row.calls() > 0 && !row.target().isEmpty())
        .flatMap(left -> detour(left, rows).stream())
        .toList();
  }

  private static Optional<String> detour(Row left, List<Row> rows) {
    String now =
        rows.stream()
            .filter(row -> row.route().equals(left.route()) && row.share() > 0)
            .filter(row -> !row.target().isEmpty())
            .map(Row::target)
            .collect(Collectors.joining(AND));
    return now.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "calls for %s go to %s, none to %s".formatted(left.route(), now, left.target()));
  }

  /// The whole board in one line, for a log.
  static String summary(View view) {
    return "%d s: %d calls, %d errors; %s"
        .formatted(
            view.age().toSeconds(),
            view.calls(),
            view.errors(),
            view.rows().stream().map(Table::brief).collect(Collectors.joining("; ")));
  }

  /// A duration in three digits or so.
  static String duration(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    return millis < 1_000
        ? String.format(Locale.ROOT, "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.2f s", millis / 1e3);
  }

  private static String brief(Row row) {
    return "%s by %s %d/%d p50 %s"
        .formatted(
            row.route(),
            target(row.target()),
            row.calls(),
            row.errors(),
            show(row.latency(), Spread::p50));
  }

  private static String mishap(Mishap mishap) {
    return "last error, %d s ago: %s by %s: %s"
        .formatted(
            mishap.ago().toSeconds(), mishap.route(), target(mishap.target()), mishap.error());
  }

  static String show(Optional<Spread> spread, Function<Spread, Duration> which) {
    return spread.map(which).map(Table::duration).orElse(NOTHING);
  }

  static String share(double share) {
    return share == 0 ? NOTHING : Math.round(share * 100) + " %";
  }

  static String target(String target) {
    return target.isEmpty() ? "nobody" : target;
  }
}
