package dev.sluice.it.structure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Wraps the prose of Markdown at [#WIDTH] characters.
///
/// A paragraph, or an item of a list, is filled anew if one of its lines is longer and can be
/// broken; others stay as they are. Tables, blocks of code, headings and definitions of links are
/// left alone, and no line ends inside of a link or of code.
///
/// As a program, from the root of the sources, it wraps every document:
///
/// ```text
/// java it/src/test/java/dev/sluice/it/structure/DocumentLines.java
/// ```
final class DocumentLines {
  static final int WIDTH = 120;

  /// What a paragraph begins with: its indent, and the mark of a list's item or of a quotation.
  private static final Pattern START = Pattern.compile("^(\\s*)((?:[-*+]|\\d+[.)]) +|> ?)?");

  private static final Pattern FENCE = Pattern.compile("^\\s*(?:```|~~~)");
  private static final Pattern ALONE =
      Pattern.compile("^\\s*(?:$|#{1,6} |\\||<|\\[[^\\]]*]: |(?:[-*_] ?){3,}$)");
  private static final Pattern ITEM = Pattern.compile("^\\s*(?:[-*+]|\\d+[.)]) ");

  /// A word: code, links and other characters without a blank between them.
  private static final Pattern WORD = Pattern.compile("(?:`[^`]*`|!?\\[[^\\]]*]\\([^)]*\\)|\\S)+");

  /// A word that would begin a list, a heading, a quotation or a table where it begins a line.
  private static final Pattern MARK = Pattern.compile("[-*+]|\\d+[.)]|#{1,6}|[>|=~].*|-+|```.*");

  private DocumentLines() {}

  public static void main(String[] args) throws IOException {
    for (Path document : documents(Path.of(""))) {
      List<String> lines = Files.readAllLines(document);
      List<String> wrapped = wrap(lines);
      if (!wrapped.equals(lines)) {
        Files.writeString(document, String.join("\n", wrapped) + "\n");
      }
    }
  }

  /// The documents below the root of the sources, in the order of their names.
  static List<Path> documents(Path root) throws IOException {
    try (Stream<Path> top = Files.list(root);
        Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  /// The lines with every paragraph filled that has a line to be broken.
  static List<String> wrap(List<String> lines) {
    var wrapped = new ArrayList<String>();
    boolean code = false;
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i);
      boolean fence = FENCE.matcher(line).lookingAt();
      int end = i + 1;
      if (code || fence || ALONE.matcher(line).find()) {
        wrapped.add(line);
        code ^= fence;
      } else {
        end = end(lines, end);
        wrapped.addAll(fill(lines.subList(i, end)));
      }
      i = end;
    }
    return wrapped;
  }

  private static int end(List<String> lines, int from) {
    int end = from;
    while (end < lines.size() && !begins(lines.get(end))) {
      end++;
    }
    return end;
  }

  private static boolean begins(String line) {
    return ALONE.matcher(line).find()
        || ITEM.matcher(line).lookingAt()
        || FENCE.matcher(line).lookingAt();
  }

  private static List<String> fill(List<String> paragraph) {
    Matcher start = START.matcher(paragraph.getFirst());
    String first = start.lookingAt() ? start.group() : "";
    boolean quoted = first.endsWith("> ") || first.endsWith(">");
    String next = quoted ? first : " ".repeat(first.length());
    if (quoted || paragraph.stream().noneMatch(line -> breakable(line, next))) {
      return paragraph;
    }
    var filled = new ArrayList<String>();
    var line = new StringBuilder(first);
    String text = String.join("\n", paragraph).substring(first.length()).replaceAll("\\s+", " ");
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group();
      boolean empty = line.toString().isBlank() || line.length() == first.length();
      if (!empty && line.length() + 1 + word.length() > WIDTH && !MARK.matcher(word).matches()) {
        filled.add(line.toString());
        line = new StringBuilder(next).append(word);
      } else {
        line.append(empty ? "" : " ").append(word);
      }
    }
    filled.add(line.toString());
    return filled;
  }

  /// Whether a line is too long and has a second word that another line could begin with.
  private static boolean breakable(String line, String indent) {
    return line.length() > WIDTH
        && WORD.matcher(line.substring(Math.min(indent.length(), line.length())))
            .results()
            .map(word -> word.group())
            .skip(1)
            .anyMatch(word -> !MARK.matcher(word).matches());
  }
}
