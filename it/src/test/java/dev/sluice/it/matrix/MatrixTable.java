package dev.sluice.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The table in docs/dialects.md, between two marks.
final class MatrixTable {
  private static final Path PAGE = Path.of("..", "docs", "dialects.md");
  private static final String BEGIN = "<!-- the table is written by ClientMatrixTest -->\n";
  private static final String END = "<!-- the end of the table -->\n";

  private final List<String> rows = new ArrayList<>();

  MatrixTable() {
    List<String> head = new ArrayList<>(List.of("client", "version", "speaks", "provider speaks"));
    Arrays.stream(Scene.values()).map(Scene::label).forEach(head::add);
    row(head);
    row(head.stream().map(_ -> "---").toList());
  }

  /// Adds what a client has seen at a provider.
  ///
  /// @param words one for each scene
  void add(MatrixClient client, String provider, List<String> words) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                "`" + client.name() + "`",
                client.registry() + " " + client.version(),
                client.kind().dialect(),
                provider));
    cells.addAll(words);
    row(cells);
  }

  private void row(List<String> cells) {
    rows.add("| " + String.join(" | ", cells) + " |\n");
  }

  String text() {
    return String.join("", rows);
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
