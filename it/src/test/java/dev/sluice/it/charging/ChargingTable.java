package dev.sluice.it.charging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The table of who pays in docs/budgets.md, between two marks.
final class ChargingTable {
  private static final Path PAGE = Path.of("..", "docs", "budgets.md");
  private static final String BEGIN = "<!-- the table is written by ChargingMatrixTest -->\n";
  private static final String END = "<!-- the end of the table -->\n";

  String text() {
    String rows =
        Arrays.stream(Scene.values()).map(ChargingTable::row).collect(Collectors.joining());
    return "| scene | rows of the key | rows of the gateway | told by the provider | not tried |\n"
        + "|---|---|---|---|---|\n"
        + rows;
  }

  private static String row(Scene scene) {
    List<String> lost =
        scene.expected().lost().stream().map(cause -> "`" + cause.word() + "`").toList();
    return "| %s | %d | %s | %s | %s |\n"
        .formatted(
            scene.says(),
            scene.expected().rows(),
            lost.isEmpty() ? "none" : String.join(", ", lost),
            scene.exact() ? "yes" : "in part",
            left(scene));
  }

  private static String left(Scene scene) {
    String why =
        Arrays.stream(Asked.values())
            .filter(asked -> asked.costs() && scene.senseless(asked).isPresent())
            .collect(Collectors.groupingBy(asked -> scene.senseless(asked).orElseThrow()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> e.getKey() + ": " + words(e.getValue()))
            .collect(Collectors.joining("; "));
    return why.isEmpty() ? "-" : why;
  }

  private static String words(List<Asked> asked) {
    return asked.stream().map(Asked::word).collect(Collectors.joining(", "));
  }

  /// What the page holds.
  static String written() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }

  /// Puts this table in place of the page's.
  void write() throws IOException {
    String page = Files.readString(PAGE);
    Files.writeString(
        PAGE,
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + text()
            + page.substring(page.indexOf(END)));
  }
}
