package dev.sluice.config.yaml;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The explanations of what the YAML parser means, and what to do.
final class Syntax {
  /// The explanation of braces within braces.
  static final String TEMPLATE =
      "{{ ... }} is a template's, which nothing fills in here: write a text in quotes, such as"
          + " \"${env:NAME}\"";

  /// The form of a reference that may be shown: a variable's name.
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:\\w+}");

  private static final String QUOTE = ": put it in quotes, ";

  private Syntax() {}

  /// Explains an error of the YAML parser.
  ///
  /// @param text the whole file
  static String explain(YamlEngineException e, String text) {
    return switch (e) {
      case MarkedYamlEngineException marked -> explain(marked, text.lines().toList());
      case ReaderException reader ->
          "the character U+%04X may not stand in YAML".formatted(reader.getCodePoint());
      default -> "not valid YAML";
    };
  }

  private static String explain(MarkedYamlEngineException e, List<String> lines) {
    String context = e.getContext() == null ? "" : e.getContext();
    String problem = e.getProblem() == null ? "" : e.getProblem();
    if (problem.contains("TAB")) {
      return "a tab may not indent YAML: use spaces";
    }
    if (context.contains("alias")) {
      return "an unquoted * begins an alias" + QUOTE + "\"*\"";
    }
    int number = e.getProblemMark().map(Mark::getLine).orElse(0);
    String line = line(lines, number);
    int column = e.getProblemMark().map(Mark::getColumn).orElse(0);
    String before = line.substring(0, Math.min(column, line.length()));
    if (context.contains("flow")) {
      return flow(e, line, before);
    }
    if (problem.contains("mapping values are not allowed")) {
      return colon(before, line(lines, number - 1));
    }
    return indented(context, problem)
        .orElseGet(
            () -> "not valid YAML: " + (context + " " + problem).replaceAll("\\s+", " ").strip());
  }

  /// The parser breaks lines at more characters than an editor does.
  private static String line(List<String> lines, int number) {
    return number >= 0 && number < lines.size() ? lines.get(number) : "";
  }

  /// Explains an error within braces or brackets.
  private static String flow(MarkedYamlEngineException e, String line, String before) {
    if (before.endsWith("$")) {
      return unquoted(line, before);
    }
    if (line.contains("{{")) {
      return TEMPLATE;
    }
    String from = e.getContextMark().map(mark -> " of line " + (mark.getLine() + 1)).orElse("");
    boolean map = String.valueOf(e.getContext()).contains("mapping");
    return "the %s%s is not closed, or a comma is missing before this: close it with %s"
        .formatted(map ? "{" : "[", from, map ? "}" : "]");
  }

  private static String unquoted(String line, String before) {
    Matcher reference = REFERENCE.matcher(line);
    String written = reference.find(before.length() - 1) ? reference.group() : "${env:NAME}";
    return "an unquoted ${...} may not stand within { } or [ ]" + QUOTE + "\"" + written + "\"";
  }

  /// Explains a colon where none may stand.
  private static String colon(String before, String lineBefore) {
    if (before.strip().matches(".*:\\s.*")) {
      return "a value with a colon and a blank must be in quotes: KEY: \"a: b\"";
    }
    if (lineBefore.strip().matches("[\\w.-]+")) {
      return "the line before this one has no colon: write KEY: VALUE, or KEY: above a map";
    }
    return lineBefore.strip().matches("(?:- )?\\w+:\\S.*")
        ? "the line before this one has no blank behind its colon: write KEY: VALUE"
        : "this key is indented below a value: indent it like the keys of its map";
  }

  /// Outside of braces, where the indents say what belongs to what.
  private static Optional<String> indented(String context, String problem) {
    if (context.contains("block")) {
      return Optional.of(
          "the indent of this line is none of those above it: indent the keys of a map alike, with"
              + " spaces");
    }
    if (context.contains("quoted scalar") && problem.contains("end of stream")) {
      return Optional.of("a quote is not closed: close it");
    }
    return context.contains("simple key")
        ? Optional.of("a key has no value: write KEY: VALUE, with a colon and a blank")
        : Optional.empty();
  }
}
