package dev.sluice.cli.help;

import dev.sluice.cli.help.MarkdownBlock.CellTable;
import dev.sluice.cli.help.MarkdownBlock.Heading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/// A page of the manual.
///
/// @param file its file below docs/: `budgets.md`, `design/queue.md`
record ManualPage(String file, List<MarkdownBlock> blocks) {
  ManualPage {
    blocks = List.copyOf(blocks);
  }

  /// A heading with what stands below it.
  ///
  /// @param title the heading, without marks
  record Section(ManualPage page, String title, List<MarkdownBlock> blocks) {
    Section {
      blocks = List.copyOf(blocks);
    }
  }

  /// The name of its file, without folder and ending.
  String name() {
    return file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.md$", "");
  }

  /// The page as a section.
  Section whole() {
    return new Section(this, name(), blocks);
  }

  /// The sections below its title, each with those below itself.
  List<Section> sections() {
    return IntStream.range(0, blocks.size())
        .filter(at -> blocks.get(at) instanceof Heading heading && heading.level() > 1)
        .mapToObj(this::section)
        .toList();
  }

  private Section section(int start) {
    Heading heading = (Heading) blocks.get(start);
    int end = start + 1;
    while (end < blocks.size()
        && !(blocks.get(end) instanceof Heading next && next.level() <= heading.level())) {
      end++;
    }
    return new Section(this, title(heading), blocks.subList(start, end));
  }

  private static String title(Heading heading) {
    return PlainTextWriter.plain(heading.text()).replace("`", "");
  }

  /// The rows that `isMeant` picks, by their section's title and the row's table: a section for
  /// each table that has such.
  List<Section> rows(BiPredicate<String, TableRow> isMeant) {
    List<Section> found = new ArrayList<>();
    String title = "";
    for (MarkdownBlock block : blocks) {
      if (block instanceof Heading heading) {
        title = heading.level() == 1 ? "" : title(heading);
      } else if (block instanceof CellTable table) {
        String section = title;
        List<List<String>> rows =
            table.rows().stream()
                .filter(row -> isMeant.test(section, new TableRow(table.head(), row)))
                .toList();
        if (!rows.isEmpty()) {
          found.add(new Section(this, section, List.of(new CellTable(table.head(), rows))));
        }
      }
    }
    return found;
  }
}
