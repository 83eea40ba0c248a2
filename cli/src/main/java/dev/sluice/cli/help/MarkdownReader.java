package dev.sluice.cli.help;

import dev.sluice.cli.help.MarkdownBlock.CellTable;
import dev.sluice.cli.help.MarkdownBlock.CodeLines;
import dev.sluice.cli.help.MarkdownBlock.Heading;
import dev.sluice.cli.help.MarkdownBlock.Paragraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits a document into its pieces. Comments are left out.
final class MarkdownReader {
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.+)");
  private static final Pattern ITEM = Pattern.compile("( *)([-*]|\\d+\\.) +(\\S.*)");
  private static final String FENCE = "```";

  private final List<String> lines;
  private final List<MarkdownBlock> blocks = new ArrayList<>();
  private int next;

  /// The lines of the paragraph that is not yet through.
  private final List<String> open = new ArrayList<>();

  private String marker = "";
  private int indent;

  private MarkdownReader(List<String> lines) {
    this.lines = lines;
  }

  static List<MarkdownBlock> read(List<String> lines) {
    MarkdownReader reader = new MarkdownReader(lines);
    while (reader.next < lines.size()) {
      reader.readNext();
    }
    reader.endParagraph();
    return List.copyOf(reader.blocks);
  }

  private void readNext() {
    String line = lines.get(next++);
    Matcher heading = HEADING.matcher(line);
    Matcher item = ITEM.matcher(line);
    if (line.isBlank() || line.startsWith("<!--")) {
      endParagraph();
    } else if (line.strip().startsWith(FENCE)) {
      endParagraph();
      readCode(indentOf(line));
    } else if (line.startsWith("|")) {
      endParagraph();
      readTable(line);
    } else if (heading.matches()) {
      endParagraph();
      blocks.add(new Heading(heading.group(1).length(), heading.group(2).strip()));
    } else if (item.matches()) {
      endParagraph();
      begin(item.group(1).length(), item.group(2), item.group(3));
    } else if (open.isEmpty()) {
      begin(indentOf(line), "", line);
    } else {
      open.add(line.strip());
    }
  }

  private static int indentOf(String line) {
    return line.length() - line.stripLeading().length();
  }

  private void begin(int blanks, String itemMarker, String text) {
    indent = blanks;
    marker = itemMarker;
    open.add(text.strip());
  }

  private void endParagraph() {
    if (!open.isEmpty()) {
      blocks.add(new Paragraph(indent, marker, String.join(" ", open)));
      open.clear();
    }
  }

  private void readCode(int blanks) {
    List<String> code = new ArrayList<>();
    while (next < lines.size() && !lines.get(next).strip().startsWith(FENCE)) {
      String line = lines.get(next++);
      code.add(line.substring(Math.min(blanks, indentOf(line))));
    }
    next++;
    blocks.add(new CodeLines(code));
  }

  private void readTable(String head) {
    next++; // the line between head and rows
    List<List<String>> rows = new ArrayList<>();
    while (next < lines.size() && lines.get(next).startsWith("|")) {
      rows.add(cells(lines.get(next++)));
    }
    blocks.add(new CellTable(cells(head), rows));
  }

  private static List<String> cells(String line) {
    String row = line.strip();
    return Arrays.stream(row.substring(1, row.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toList();
  }
}
