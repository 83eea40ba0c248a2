package dev.sluice.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documents agree with each other: links lead somewhere, the index of decisions has each of
/// their pages once, and lines are short enough to be compared.
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DECISIONS = ROOT.resolve("docs/adr");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+) \\| ([\\d, ]*) ?\\| \\[([^\\]]+)]\\((.+\\.md)\\) \\|$");

  private static final Pattern TITLE = Pattern.compile("# (\\d+)\\. (.+)");
  private static final Pattern STATUS =
      Pattern.compile("Accepted, [^;.]+(?:; takes in ([^.]+))?\\..*");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?\n\\s*```|`[^`\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

  /// How comments and documents cite a decision: `ADR 20`, `ADR 0009, 0012 and 0058`.
  private static final Pattern CITED =
      Pattern.compile("\\bADR \\d+(?:(?:, | and )\\d+)*|docs/adr/\\d{4}");

  @Test
  void the_index_of_decisions_has_each_page_once_by_its_title() throws IOException {
    Map<String, String> titles = new TreeMap<>();
    for (Path page : pages()) {
      MatchResult title = match(TITLE, Files.readAllLines(page).getFirst());
      assertThat(page.getFileName().toString()).startsWith("%04d-".formatted(number(title)));
      titles.put(page.getFileName().toString(), title.group(2));
    }
    List<MatchResult> rows = rows();
    assertThat(rows).hasSameSizeAs(titles.keySet());
    Map<String, String> index =
        rows.stream().collect(Collectors.toMap(row -> row.group(4), row -> row.group(3)));
    assertThat(index).isEqualTo(titles);
  }

  @Test
  void a_number_of_a_decision_is_given_once() throws IOException {
    List<Integer> numbers =
        rows().stream()
            .flatMap(row -> Stream.concat(Stream.of(number(row)), numbers(row.group(2)).stream()))
            .toList();
    assertThat(numbers).hasSizeGreaterThan(140).doesNotHaveDuplicates();
  }

  @Test
  void a_decision_names_the_pages_that_it_has_taken_in_as_the_index_does() throws IOException {
    for (MatchResult row : rows()) {
      List<String> lines = Files.readAllLines(DECISIONS.resolve(row.group(4)));
      List<String> paragraph = lines.subList(2, lines.subList(2, lines.size()).indexOf("") + 2);
      MatchResult status = match(STATUS, String.join(" ", paragraph));
      assertThat(status.group(1) == null ? Set.of() : numbers(status.group(1)))
          .as(row.group(4))
          .isEqualTo(numbers(row.group(2)));
    }
  }

  @Test
  void each_decision_that_is_cited_has_a_page() throws IOException {
    Set<Integer> existing =
        rows().stream().map(DocumentsTest::number).collect(Collectors.toCollection(TreeSet::new));
    for (Path file : Stream.concat(documents(), sources()).toList()) {
      Set<Integer> cited =
          CITED
              .matcher(Files.readString(file))
              .results()
              .flatMap(citation -> numbers(citation.group()).stream())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(existing).as(file.toString()).containsAll(cited);
    }
  }

  @Test
  void each_link_between_documents_leads_to_a_file_and_a_heading() throws IOException {
    var broken = new ArrayList<String>();
    var anchors = new HashMap<Path, Set<String>>();
    for (Path document : documents().toList()) {
      String text = CODE.matcher(Files.readString(document)).replaceAll("");
      for (MatchResult link : LINK.matcher(text).results().toList()) {
        Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
        if (!Files.exists(target)
            || (link.group(2) != null
                && !anchors
                    .computeIfAbsent(target.normalize(), DocumentsTest::anchors)
                    .contains(link.group(2)))) {
          broken.add(document + ": " + link.group().substring(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void a_line_of_prose_has_at_most_120_characters() throws IOException {
    var wrong = new ArrayList<String>();
    for (Path document : documents().toList()) {
      List<String> lines = Files.readAllLines(document);
      List<String> wrapped = DocumentLines.wrap(lines);
      for (int i = 0; i < lines.size(); i++) {
        if (i >= wrapped.size() || !lines.get(i).equals(wrapped.get(i))) {
          wrong.add(document + ":" + (i + 1));
          break;
        }
      }
    }
    assertThat(wrong).as("to wrap them: see CONTRIBUTING.md, Commands").isEmpty();
  }

  @Test
  void a_paragraph_is_filled_where_it_can_be_broken_and_only_there() {
    String word = "0123456789".repeat(5);
    String link = "[a link](" + word + ")";
    String code = "`a " + word + "`";
    List<String> lines =
        List.of(
            "# " + word + " " + word + " " + word,
            "short",
            "lines",
            "",
            "- " + word + " " + link + " - " + code,
            "  end",
            "| " + word + " " + word + " " + word + " |",
            "```",
            word + " " + word + " " + word,
            "```");
    assertThat(DocumentLines.wrap(lines))
        .containsExactly(
            lines.get(0),
            "short",
            "lines",
            "",
            "- " + word + " " + link + " -",
            "  " + code + " end",
            lines.get(6),
            "```",
            lines.get(8),
            "```");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(DECISIONS)) {
      return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
    }
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(DECISIONS.resolve("README.md"))).results().toList();
  }

  private static Stream<Path> documents() throws IOException {
    return DocumentLines.documents(ROOT).stream();
  }

  /// The sources of all modules, and the options of their JVMs.
  private static Stream<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .flatMap(
              module -> Stream.of("src", "jvm.options", "rehearsal.options").map(module::resolve))
          .filter(Files::exists)
          .flatMap(DocumentsTest::texts)
          .toList()
          .stream();
    }
  }

  private static Stream<Path> texts(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.(java|options)")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(folder.toString(), e);
    }
  }

  /// The anchors of a document's headings, as GitHub makes them.
  private static Set<String> anchors(Path document) {
    String text = CODE.matcher(text(document)).replaceAll(code -> heading(code));
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String text(Path document) {
    try {
      return Files.readString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(document.toString(), e);
    }
  }

  /// Keeps code within a line, which headings may have, and drops blocks, which may look like one.
  private static String heading(MatchResult code) {
    return code.group().startsWith("```") ? "" : code.group().replaceAll("[\\\\$]", "");
  }

  private static MatchResult match(Pattern pattern, String text) {
    assertThat(text).matches(pattern);
    return pattern.matcher(text).results().findFirst().orElseThrow();
  }

  private static int number(MatchResult result) {
    return Integer.parseInt(result.group(1));
  }

  private static Set<Integer> numbers(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map(found -> Integer.parseInt(found.group()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
