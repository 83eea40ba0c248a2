package dev.sluice.cli.help;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.help.ManualPage.Section;
import dev.sluice.cli.help.MarkdownBlock.CodeLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The jar has the documents, all of them and as they are, and a terminal can show them.
class ManualTest {
  private static final Path DOCS = Path.of("../docs");
  private static final int WIDTH = 80;

  private final Manual manual = Manual.load();

  @Test
  void each_page_is_in_the_index() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS)) {
      TreeSet<String> there =
          files
              .map(file -> DOCS.relativize(file).toString())
              .filter(file -> file.matches("(design/)?[^/]+\\.md") && !file.equals("README.md"))
              .collect(toCollection(TreeSet::new));
      assertThat(pages().stream().map(ManualPage::file).toList())
          .doesNotHaveDuplicates()
          .hasSameElementsAs(there);
    }
  }

  @Test
  void a_page_is_found_by_its_name_alone() {
    assertThat(pages().stream().map(ManualPage::name)).doesNotHaveDuplicates();
  }

  @Test
  void the_jar_has_the_pages_as_they_are() throws IOException {
    for (ManualPage page : pages()) {
      List<String> lines = Files.readAllLines(DOCS.resolve(page.file()));
      assertThat(page.blocks()).as(page.file()).isEqualTo(MarkdownReader.read(lines));
    }
  }

  @Test
  void pages_are_plain_text_of_80_columns() {
    for (ManualPage page : pages()) {
      List<MarkdownBlock> prose =
          page.blocks().stream().filter(block -> !(block instanceof CodeLines)).toList();
      for (String line : PlainTextWriter.write(prose, WIDTH)) {
        assertThat(line.length() <= WIDTH || line.matches(".*\\S{40,}.*"))
            .as(page.file() + ": " + line)
            .isTrue();
        assertThat(line.replaceAll("`[^`]*`?", "")).as(page.file()).doesNotContain("](", "**");
      }
    }
  }

  @Test
  void nothing_of_a_page_is_lost() {
    for (ManualPage page : pages()) {
      List<String> words =
          PlainTextWriter.write(page.blocks(), WIDTH).stream()
              .flatMap(line -> Stream.of(line.split("\\W+", -1)))
              .toList();
      for (Section section : page.sections()) {
        assertThat(words).as(page.file()).contains(section.title().split("\\W+", -1));
      }
    }
  }

  private List<ManualPage> pages() {
    return manual.groups().values().stream().flatMap(Collection::stream).toList();
  }
}
