package dev.sluice.cli.help;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.cli.help.ManualPage.Section;
import dev.sluice.cli.help.MarkdownBlock.CellTable;
import dev.sluice.cli.help.MarkdownBlock.Heading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The documents of this version, as the jar carries them: the pages that docs/README.md lists.
final class Manual {
  private static final String INDEX = "README.md";
  private static final String REFERENCE = "configuration.md";
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+\\.md)(?:#[^)]*)?\\)");

  private final Map<String, List<ManualPage>> groups = new LinkedHashMap<>();
  private final ManualPage index;

  private Manual(Function<String, String> text) {
    index = page(INDEX, text);
    String group = "";
    for (MarkdownBlock block : index.blocks()) {
      if (block instanceof Heading heading) {
        group = heading.text();
      } else if (block instanceof CellTable table) {
        List<ManualPage> pages = files(table).map(file -> page(file, text)).toList();
        if (!pages.isEmpty()) {
          groups.put(group, pages);
        }
      }
    }
  }

  private static Stream<String> files(CellTable table) {
    return table.rows().stream()
        .flatMap(row -> LINK.matcher(row.getFirst()).results())
        .map((MatchResult link) -> link.group(1))
        .filter(file -> !file.startsWith("../") && !file.startsWith("adr/"));
  }

  private static ManualPage page(String file, Function<String, String> text) {
    return new ManualPage(file, MarkdownReader.read(text.apply(file).lines().toList()));
  }

  /// Reads the documents of the jar.
  static Manual load() {
    return new Manual(Manual::resource);
  }

  private static String resource(String file) {
    String name = "pages/" + file;
    try (InputStream in =
        Objects.requireNonNull(Manual.class.getResourceAsStream(name), "no " + name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The pages, by what they are for.
  Map<String, List<ManualPage>> groups() {
    return groups;
  }

  private Stream<ManualPage> pages() {
    return Stream.concat(Stream.of(index), groups.values().stream().flatMap(List::stream));
  }

  /// The section of the reference of sluice.yaml with this title.
  Optional<Section> reference(String title) {
    return referenceSections().filter(each -> each.title().equalsIgnoreCase(title)).findFirst();
  }

  /// The sections of the reference of sluice.yaml.
  Stream<Section> referenceSections() {
    return pages()
        .filter(page -> page.file().equals(REFERENCE))
        .flatMap(page -> page.sections().stream());
  }

  /// The page with this name, with or without `.md` and the folders in front of it.
  Optional<ManualPage> page(String name) {
    String file = name.replaceFirst("^(\\./)?docs/", "").replaceFirst("(\\.md)?$", ".md");
    return pages()
        .filter(page -> page.file().equals(file) || page.file().endsWith("/" + file))
        .findFirst();
  }

  /// What the manual says of a topic: the page of this name, else the sections of this title, else
  /// the rows of its tables that are about it. Empty where it says nothing.
  List<Section> about(String topic) {
    Optional<ManualPage> page = page(topic);
    if (page.isPresent()) {
      return List.of(page.get().whole());
    }
    List<Section> sections =
        pages()
            .flatMap(each -> each.sections().stream())
            .filter(section -> section.title().equalsIgnoreCase(topic))
            .toList();
    return sections.isEmpty() ? rows(topic) : sections;
  }

  private List<Section> rows(String topic) {
    return pages()
        .flatMap(page -> page.rows((section, row) -> row.isAbout(topic, section)).stream())
        .toList();
  }

  /// All that may be asked for, each once whatever its case.
  Set<String> topics() {
    Set<String> topics = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    pages()
        .forEach(
            page -> {
              topics.add(page.name());
              page.sections().forEach(section -> topics.add(section.title()));
              page.blocks().stream()
                  .filter(CellTable.class::isInstance)
                  .map(CellTable.class::cast)
                  .flatMap(t -> t.rows().stream().map(row -> new TableRow(t.head(), row)))
                  .flatMap(TableRow::words)
                  .forEach(topics::add);
            });
    return topics;
  }

  /// The pages that these sections name by links, but for those that they are of.
  Stream<ManualPage> linked(List<Section> sections) {
    return sections.stream()
        .flatMap(this::linked)
        .distinct()
        .filter(page -> sections.stream().noneMatch(section -> section.page().equals(page)));
  }

  private Stream<ManualPage> linked(Section section) {
    Path file = Path.of(section.page().file());
    return section.blocks().stream()
        .flatMap(MarkdownBlock::texts)
        .flatMap(text -> LINK.matcher(text).results())
        .map((MatchResult link) -> file.resolveSibling(link.group(1)).normalize().toString())
        .flatMap(to -> pages().filter(page -> page.file().equals(to)));
  }
}
