package dev.sluice.cli.help;

import java.util.List;
import java.util.stream.Stream;

/// A piece of a document, in the subset of Markdown that the documents use. Its texts are as they
/// are written, with their marks.
sealed interface MarkdownBlock {
  /// Returns the texts that may have links.
  default Stream<String> texts() {
    return Stream.empty();
  }

  /// A heading.
  ///
  /// @param level 1 for the title of a page
  record Heading(int level, String text) implements MarkdownBlock {}

  /// A paragraph, or an item of a list.
  ///
  /// @param indent the blanks in front of it
  /// @param marker what an item begins with: `-`, `1.`; empty for a paragraph
  record Paragraph(int indent, String marker, String text) implements MarkdownBlock {
    boolean isItem() {
      return !marker.isEmpty();
    }

    @Override
    public Stream<String> texts() {
      return Stream.of(text);
    }
  }

  /// A block of code.
  record CodeLines(List<String> lines) implements MarkdownBlock {
    public CodeLines {
      lines = List.copyOf(lines);
    }
  }

  /// A table.
  record CellTable(List<String> head, List<List<String>> rows) implements MarkdownBlock {
    public CellTable {
      head = List.copyOf(head);
      rows = List.copyOf(rows);
    }

    @Override
    public Stream<String> texts() {
      return rows.stream().flatMap(List::stream);
    }
  }
}
