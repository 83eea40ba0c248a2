package dev.sluice.test.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each snippet of docs/testing.md is a part of a test beside this one, whatever its indentation.
class PageTest {
  private static final Path PAGE = Path.of("../docs/testing.md");
  private static final Path HERE = Path.of("src/test/java/dev/sluice/test/page");
  private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");

  /// The lines without their indentation, and without empty ones.
  private static String stripped(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void each_snippet_is_a_part_of_a_test() throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(HERE)) {
      for (Path file : files.toList()) {
        sources.add(stripped(Files.readString(file)));
      }
    }
    List<String> snippets =
        SNIPPET
            .matcher(Files.readString(PAGE))
            .results()
            .map(snippet -> stripped(snippet.group(1)))
            .toList();
    assertThat(snippets).hasSizeGreaterThan(8);
    assertThat(snippets)
        .allSatisfy(snippet -> assertThat(sources).anyMatch(source -> source.contains(snippet)));
  }
}
