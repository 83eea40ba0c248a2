package dev.sluice.it.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A fault of a provider of Anthropic's dialect, and what its clients are told of it: a row of the
/// table in `docs/faults.md`.
///
/// @param stream what a client of a stream is told
/// @param whole what a client of a whole answer is told; empty where the fault is one of streams
record MessagesFaultRow(String label, Told stream, Optional<Told> whole) {
  private static final Path DOCUMENT = Path.of("../docs/faults.md");
  private static final String TITLE = "## In Anthropic's dialect";

  /// What a client is told, such as `529 overloaded_error upstream_overloaded, again; mended`.
  ///
  /// @param outcome `passes`, `event`, or the status of an error
  /// @param type the error's; `verbatim` where it is the provider's own
  /// @param code the gateway's word for it
  /// @param again whether to come again, and perhaps when
  /// @param mended whether a second provider keeps the fault from the client
  record Told(String outcome, String type, String code, String again, boolean mended) {
    static Told read(String cell) {
      String[] parts = cell.replace("`", "").split("; ", -1);
      String[] said = parts[0].split(", ", 2);
      String[] words = said[0].split(" ", 3);
      return new Told(
          words[0],
          words.length > 1 ? words[1] : "",
          words.length > 2 ? words[2] : "",
          said.length > 1 ? said[1] : "",
          parts.length > 1 && parts[1].equals("mended"));
    }
  }

  /// All rows.
  static List<MessagesFaultRow> all() throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENT);
    int from = lines.indexOf(TITLE) + 1;
    return lines.stream()
        .skip(from)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .map(MessagesFaultRow::read)
        .toList();
  }

  private static MessagesFaultRow read(String line) {
    String[] cells = line.substring(2, line.length() - 2).split(" \\| ", -1);
    Told stream = Told.read(cells[2]);
    Optional<Told> whole =
        switch (cells[3]) {
          case "-" -> Optional.empty();
          case "the same" -> Optional.of(stream);
          default -> Optional.of(Told.read(cells[3]));
        };
    return new MessagesFaultRow(cells[0].replace("`", ""), stream, whole);
  }

  @Override
  public String toString() {
    return label;
  }
}
