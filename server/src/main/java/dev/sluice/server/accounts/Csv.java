package dev.sluice.server.accounts;

import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Units;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.text.Printable;
import dev.sluice.server.admin.Page;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tables for spreadsheets: RFC 4180, whole in memory, and so of few rows. Names are what people
/// and clients have chosen: one that a spreadsheet would take for a formula gets an apostrophe in
/// front. So does a part of one, as many spreadsheets end a cell at a semicolon or a tab as well,
/// and see no quotes in the middle of it.
final class Csv {
  /// The most rows of a table: some megabytes.
  static final int MOST = 10_000;

  /// The header that says where the next table begins; absent at the last one.
  static final String NEXT = "x-sluice-next";

  /// The title of tags, as JSON: name and form are those of FOCUS (FinOps Open Cost and Usage
  /// Specification).
  static final String TAGS = "Tags";

  /// The characters that begin a formula, in both widths, where a cell may begin: blanks do not
  /// count.
  private static final Pattern FORMULA =
      Pattern.compile("(^|[,;|\"'])([\\s\\p{Z}]*)(?=[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20\\u2212])");

  private static final String QUOTED = ",;|\"";

  private static final String END = "\r\n";

  private static final List<PricedExtra> UNITS =
      Arrays.stream(PricedExtra.values()).filter(PricedExtra::isUnit).toList();

  private Csv() {}

  /// A row of cells, with its line end.
  static String line(List<String> cells) {
    return String.join(",", cells) + END;
  }

  /// A text as a cell, in one line.
  static String cell(String text) {
    String safe = FORMULA.matcher(Printable.line(text, '\uFFFD')).replaceAll("$1$2'");
    boolean plain = safe.chars().noneMatch(c -> QUOTED.indexOf(c) >= 0);
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }

  /// The titles of the columns of what is used.
  static List<String> meters() {
    return Stream.of(
            Arrays.stream(Meter.values()).map(Meter::word),
            UNITS.stream().map(PricedExtra::word),
            Stream.of("image_kind"))
        .flatMap(part -> part)
        .toList();
  }

  /// What is used, in the order of [#meters()].
  static List<String> meters(Meters used) {
    return Stream.of(
            Arrays.stream(Meter.values()).map(meter -> Long.toString(used.count(meter))),
            UNITS.stream().map(unit -> Long.toString(used.units().count(unit))),
            Stream.of(cell(kinds(used.units()))))
        .flatMap(part -> part)
        .toList();
  }

  /// The pictures of each kind.
  private static String kinds(Units units) {
    return units.taken().stream()
        .filter(taken -> !taken.kind().isEmpty())
        .map(taken -> taken.kind() + "=" + taken.count())
        .collect(Collectors.joining(" "));
  }

  /// A table as an answer.
  ///
  /// @param name the name of the file
  static Page page(String name, String text) {
    return new Page(200, "text/csv; charset=utf-8", text)
        .with("cache-control", "no-store")
        .with("content-disposition", "attachment; filename=\"" + name + "\"");
  }
}
