package dev.sluice.cli.help;

import dev.sluice.cli.help.MarkdownBlock.CellTable;
import dev.sluice.cli.help.MarkdownBlock.CodeLines;
import dev.sluice.cli.help.MarkdownBlock.Heading;
import dev.sluice.cli.help.MarkdownBlock.Paragraph;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes pieces of a document as plain text. Lines are as short as asked for, but for code, which
/// is to be copied, and words that are longer.
final class PlainTextWriter {
  private static final String CODE_INDENT = "    ";

  /// Code, which stays as it is; a link; a mark of emphasis.
  private static final Pattern MARKS =
      Pattern.compile(
          "(?<code>`[^`]+`)"
              + "|\\[(?<text>(?:`[^`]*`|[^\\]`])*)]\\((?<to>[^)]*)\\)"
              + "|\\*\\*|\\*(?=\\S)(?<soft>[^*]+)(?<=\\S)\\*");

  /// Links and what stands between them: a line to find one's way on a page.
  private static final Pattern LINKS_ALONE = Pattern.compile("(\\[[^\\]]*]\\([^)]*\\)[ ·]*)+");

  private final int width;
  private final List<String> lines = new ArrayList<>();

  private PlainTextWriter(int width) {
    this.width = width;
  }

  /// Returns the lines of a text.
  static List<String> write(List<MarkdownBlock> blocks, int width) {
    PlainTextWriter writer = new PlainTextWriter(width);
    boolean behindItem = false;
    for (MarkdownBlock block : blocks) {
      boolean item = block instanceof Paragraph paragraph && paragraph.isItem();
      if (!writer.lines.isEmpty() && !(item && behindItem)) {
        writer.lines.add("");
      }
      behindItem = item;
      writer.add(block);
    }
    return writer.lines;
  }

  private void add(MarkdownBlock block) {
    switch (block) {
      case Heading(int level, String text) -> addHeading(level, plain(text));
      case Paragraph paragraph when isNavigation(paragraph) -> dropBlank();
      case Paragraph(int indent, String marker, String text) -> {
        String first = " ".repeat(indent) + (marker.isEmpty() ? "" : marker + " ");
        lines.addAll(wrap(plain(text), width, first));
      }
      case CodeLines(List<String> code) ->
          code.forEach(line -> lines.add(line.isBlank() ? "" : CODE_INDENT + line));
      case CellTable table -> lines.addAll(PlainTable.lines(table, width));
    }
  }

  private static boolean isNavigation(Paragraph paragraph) {
    return !paragraph.isItem() && LINKS_ALONE.matcher(paragraph.text()).matches();
  }

  private void dropBlank() {
    if (!lines.isEmpty()) {
      lines.removeLast();
    }
  }

  private void addHeading(int level, String text) {
    lines.add(text);
    if (level <= 2) {
      lines.add((level == 1 ? "=" : "-").repeat(text.length()));
    }
  }

  /// Returns a text without marks, but for those of code. Links to decisions, which are not in the
  /// jar, become their numbers.
  static String plain(String text) {
    return MARKS.matcher(text).replaceAll(mark -> Matcher.quoteReplacement(unmarked(mark)));
  }

  private static String unmarked(MatchResult mark) {
    if (mark.group("code") != null) {
      return mark.group();
    }
    String to = mark.group("to");
    if (to != null) {
      return link(plain(mark.group("text")), to);
    }
    return mark.group("soft") == null ? "" : mark.group("soft");
  }

  private static String link(String text, String to) {
    if (to.contains("adr/") && text.matches("\\d{4}")) {
      return "ADR " + Integer.parseInt(text);
    }
    return to.startsWith("http") && !text.equals(to) ? text + " (" + to + ")" : text;
  }

  /// Breaks a text at its blanks.
  ///
  /// @param first what the first line begins with; the others begin with as many blanks
  static List<String> wrap(String text, int width, String first) {
    List<String> wrapped = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && line.length() + 1 + word.length() > width) {
        wrapped.add(line.toString());
        line = new StringBuilder(" ".repeat(first.length()));
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    wrapped.add(line.toString());
    return wrapped;
  }
}
