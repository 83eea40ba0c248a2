package dev.sluice.it.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A call in a provider's own dialect and its answer, in a file: a title, then sections, which have
/// the form of `--- NAME`. What has to come out has `->` before its name.
record MessagesCase(String title, Map<String, String> sections) {
  private static final Path FILES = Path.of("src/test/resources/dev/sluice/it/gateway");

  /// All cases of a dialect.
  ///
  /// @param dialect the name of its folder
  static List<MessagesCase> all(String dialect) throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve(dialect))) {
      List<Path> sorted = files.sorted().toList();
      List<MessagesCase> cases = new ArrayList<>();
      for (Path file : sorted) {
        cases.add(read(Files.readString(file)));
      }
      return cases;
    }
  }

  private static MessagesCase read(String file) {
    String[] parts = file.split("(?m)^--- ", -1);
    var sections = new TreeMap<String, String>();
    for (int i = 1; i < parts.length; i++) {
      int line = parts[i].indexOf('\n');
      sections.put(parts[i].substring(0, line), parts[i].substring(line + 1));
    }
    return new MessagesCase(parts[0].strip(), sections);
  }

  /// A section as it stands there.
  String stream(String name) {
    return sections.get(name);
  }

  /// A section without its last line end, which is the file's.
  String body(String name) {
    String text = sections.get(name);
    return text.substring(0, text.length() - 1);
  }

  /// A section with the request of a stream, or of a whole answer.
  String request(String name, boolean stream) {
    return body(name).replaceFirst("STREAM", "" + stream);
  }

  /// The lines of a section.
  String[] lines(String name) {
    return sections.get(name).strip().split("\n", -1);
  }

  @Override
  public String toString() {
    return title;
  }
}
