package dev.sluice.lab.demo;

import dev.sluice.lab.demo.Dashboard.Mishap;
import dev.sluice.lab.demo.Dashboard.View;
import dev.sluice.lab.demo.Row.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes the board as text. Pure functions.
final class Table {
  private static final String NOTHING = "-";

  private Table() {}

  /// The table: a heading, a line for each row, the sum, and what went wrong last.
  static List<String> lines(View view) {
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "route",
            "target",
            "in use",
            "calls",
            "errors",
            "p50",
            "p99",
            "first p50",
            "first p99"));
    view.rows().forEach(row -> lines.add(line(row)));
    lines.add("");
    lines.add(
        "%d calls and %d errors in %d s"
            .formatted(view.calls(), view.errors(), view.age().toSeconds()));
    lines.add(view.last().map(Table::mishap).orElse("nothing went wrong yet"));
    return lines;
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

  private static String line(Row row) {
    return line(
        row.route(),
        target(row.target()),
        share(row.share()),
        Long.toString(row.calls()),
        Long.toString(row.errors()),
        show(row.latency(), Spread::p50),
        show(row.latency(), Spread::p99),
        show(row.firstToken(), Spread::p50),
        show(row.firstToken(), Spread::p99));
  }

  private static String line(Object... cells) {
    return "%-9s %-16s %6s %7s %7s %9s %9s %10s %10s".formatted(cells).stripTrailing();
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

  private static String show(Optional<Spread> spread, Function<Spread, Duration> which) {
    return spread.map(which).map(Table::duration).orElse(NOTHING);
  }

  private static String share(double share) {
    return share == 0 ? NOTHING : Math.round(share * 100) + " %";
  }

  private static String target(String target) {
    return target.isEmpty() ? "nobody" : target;
  }
}
