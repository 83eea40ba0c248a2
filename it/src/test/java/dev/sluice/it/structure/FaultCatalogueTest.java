package dev.sluice.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The catalogue in `docs/faults.md` and the tests name each other correctly.
class FaultCatalogueTest {
  private static final List<String> SOURCES =
      List.of(
          "../dialect/src/test/java",
          "../call/src/test/java",
          "../provider/src/test/java",
          "../engine/src/test/java",
          "../accounts/src/test/java",
          "../batches/src/test/java",
          "../cluster/src/test/java",
          "../api/src/test/java",
          "../server/src/test/java",
          "../sim/src/test/java",
          "../report/src/test/java",
          "../batches/src/test/java",
          "../cli/src/test/java",
          "../lab/src/test/java",
          "../lab/src/main/java/dev/sluice/lab/hostile",
          "src/test/java");

  private static final Pattern CODE = Pattern.compile("\\b[CHPUV][1-9][0-9]?\\b");

  /// How the name of a test method cites a code: `u15_an_answer_split_at_every_byte`.
  private static final Pattern METHOD = Pattern.compile(" void ([chpuv][1-9][0-9]?)_");

  private static final Pattern ROW =
      Pattern.compile("\\| ([CHPUV][1-9][0-9]?(?:, [CHPUV][1-9][0-9]?)*) \\|.*");

  private static final Pattern DRIVER = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|Cases))`");

  private final List<String> document = Files.readAllLines(Path.of("../docs/faults.md"));
  private final List<Path> sources;

  FaultCatalogueTest() throws IOException {
    List<Path> found = List.of();
    for (String folder : SOURCES) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        found = Stream.concat(found.stream(), files.filter(Files::isRegularFile)).toList();
      }
    }
    sources = found;
  }

  @Test
  void each_code_that_is_cited_stands_in_the_catalogue() {
    Set<String> cited =
        sources.stream()
            .filter(file -> !file.endsWith("FaultCatalogueTest.java"))
            .flatMap(FaultCatalogueTest::cited)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(cited).hasSizeGreaterThan(80);
    assertThat(defined()).containsAll(cited);
  }

  @Test
  void each_test_that_the_catalogue_names_exists() {
    Set<String> existing =
        sources.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    assertThat(document.stream().flatMap(FaultCatalogueTest::drivers).distinct())
        .hasSizeGreaterThan(50)
        .allSatisfy(name -> assertThat(existing).contains(name + ".java"));
  }

  @Test
  void each_fault_names_a_test_or_says_why_there_is_none() {
    int reasons = document.indexOf("## Codes without a test");
    int end = document.indexOf("## Hostile clients");
    assertThat(reasons).isPositive().isLessThan(end);
    for (int i = 0; i < document.size(); i++) {
      String line = document.get(i);
      boolean reasoned = i > reasons && i < end;
      if (ROW.matcher(line).matches() && !reasoned && !line.startsWith("| V")) {
        assertThat(drivers(line)).as(line).isNotEmpty();
      }
    }
  }

  private Set<String> defined() {
    return document.stream()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .flatMap(row -> Stream.of(row.group(1).split(", ", -1)))
        .collect(Collectors.toSet());
  }

  private static Stream<String> cited(Path file) {
    String text = text(file);
    return Stream.concat(
        CODE.matcher(text).results().map(match -> match.group()),
        METHOD.matcher(text).results().map(match -> match.group(1).toUpperCase(Locale.ROOT)));
  }

  private static Stream<String> drivers(String line) {
    return DRIVER.matcher(line).results().map(match -> match.group(1));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
