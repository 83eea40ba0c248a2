package dev.sluice.cli.help;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A row of a table, which is about the words that its first cell and its error codes are made of.
record TableRow(List<String> head, List<String> cells) {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /// What Prometheus adds to the name of a meter.
  private static final Pattern UNITS =
      Pattern.compile("(_(seconds|bytes|tokens|ratio|total|sum|count|bucket|max))+$");

  /// The words that the row is about.
  Stream<String> words() {
    return IntStream.range(0, cells.size())
        .filter(column -> column == 0 || head.get(column).equals("code"))
        .mapToObj(cells::get)
        .flatMap(TableRow::words);
  }

  private static Stream<String> words(String cell) {
    List<String> code =
        CODE.matcher(cell).results().map((MatchResult found) -> found.group(1)).toList();
    return code.isEmpty() ? Stream.of(PlainTextWriter.plain(cell).split(", ", -1)) : code.stream();
  }

  /// Whether the row is about `topic`: a word as it stands there, a key of the configuration with
  /// the section in front of it, a header with the value that it takes, or a meter as Prometheus
  /// calls it.
  boolean isAbout(String topic, String section) {
    return words()
        .anyMatch(
            word ->
                word.equalsIgnoreCase(topic)
                    || (section + "." + word).equalsIgnoreCase(topic)
                    || word.replaceFirst("[:(= ].*", "").equalsIgnoreCase(topic)
                    || isMeter(word, topic));
  }

  private static boolean isMeter(String word, String topic) {
    String name = word.replace('.', '_').toLowerCase(Locale.ROOT);
    return word.contains(".")
        && (topic.equals(name) || UNITS.matcher(topic).replaceFirst("").equals(name));
  }
}
