package dev.sluice.cli.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The tables of docs/configuration.md, by the headings that they stand under.
final class ConfigTables {
  private static final Pattern HEADING = Pattern.compile("#{2,3} (.+)");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)]\\([^)]*\\)");
  private static final Pattern WORD = Pattern.compile("`([^`]+)`");

  /// A row: what its first cell names, and all of its cells, without links.
  record Row(List<String> names, List<String> cells) {
    String cell(int column) {
      return column < cells.size() ? cells.get(column) : "";
    }
  }

  /// A table: its first row, and those behind it.
  private record Table(String place, List<String> head, List<Row> rows) {}

  private final Map<String, List<Table>> tables = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  private ConfigTables() {}

  static ConfigTables read(Path document) throws IOException {
    var result = new ConfigTables();
    String heading = "";
    List<String> block = new ArrayList<>();
    for (String line : Files.readAllLines(document)) {
      if (line.isBlank()) {
        result.add(heading, block);
        block = new ArrayList<>();
      } else if (HEADING.matcher(line).matches()) {
        heading = line.replaceFirst("#+ ", "");
      } else {
        block.add(line);
      }
    }
    result.add(heading, block);
    return result;
  }

  private void add(String heading, List<String> block) {
    if (block.isEmpty()) {
      return;
    }
    if (!block.getFirst().startsWith("|")) {
      texts.merge(heading, plain(String.join(" ", block)), (one, other) -> one + "\n" + other);
      return;
    }
    List<Row> rows = block.stream().skip(2).map(ConfigTables::row).toList();
    List<Table> here = tables.computeIfAbsent(heading, _ -> new ArrayList<>());
    here.add(new Table(heading + " " + here.size(), row(block.getFirst()).cells(), rows));
  }

  private static Row row(String line) {
    List<String> cells =
        Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
            .map(cell -> plain(cell.strip()))
            .toList();
    return new Row(words(cells.getFirst()), cells);
  }

  /// A text without its links.
  private static String plain(String text) {
    return LINK.matcher(text).replaceAll("$1");
  }

  /// What stands between backticks.
  static List<String> words(String text) {
    return WORD.matcher(text).results().map((MatchResult word) -> word.group(1)).toList();
  }

  /// The rows of a table.
  ///
  /// @param number the table's among those under the heading, from 0
  List<Row> rows(String heading, int number) {
    Table table = tables.getOrDefault(heading, List.of()).get(number);
    used.add(table.place());
    return table.rows();
  }

  /// The first sentence under a heading.
  String about(String heading) {
    String text = texts.getOrDefault(heading, "");
    return text.lines()
        .findFirst()
        .orElse("")
        .replaceFirst("(?<=\\.) .*", "")
        .replaceFirst(":$", "");
  }

  /// The line under a heading that begins so, up to its end.
  String line(String heading, String start) {
    String text = texts.getOrDefault(heading, "").replace(" - ", "\n- ");
    return text.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  /// The tables of keys that nobody has asked for.
  List<String> unused() {
    return tables.values().stream()
        .flatMap(List::stream)
        .filter(table -> table.head().getFirst().equals("key"))
        .filter(table -> Set.of("type", "values").contains(table.head().get(1)))
        .map(Table::place)
        .filter(place -> !used.contains(place))
        .toList();
  }
}
