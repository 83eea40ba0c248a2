package dev.sluice.server.scim;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Cuts a filter or a path into words, texts and brackets.
final class FilterLexer {
  /// The longest text that is read, in characters.
  static final int LONGEST = 2_048;

  /// The end of the text, as a symbol.
  static final String END = "";

  private final String text;
  private final Function<String, ScimProblem> problem;
  private int at;
  private int begun;

  /// The symbol that stands at the place where is read: a bracket, a word, or [#END]; null for a
  /// text in quotation marks.
  private @Nullable String symbol;

  private @Nullable JsonNode quoted;

  /// @param problem makes what is told of a text that is wrong, of words that say how
  FilterLexer(String text, Function<String, ScimProblem> problem) throws ScimProblem {
    this.text = text;
    this.problem = problem;
    if (text.length() > LONGEST) {
      throw problem.apply("it has more than %d characters".formatted(LONGEST));
    }
    next();
  }

  /// The word here, in lower case; not the text of a value.
  String word() {
    return symbol == null ? END : symbol.toLowerCase(Locale.ROOT);
  }

  boolean isAt(String expected) {
    return symbol != null && symbol.equalsIgnoreCase(expected);
  }

  boolean isOver() {
    return END.equals(symbol);
  }

  /// Passes over a symbol, if it is the one that is here.
  boolean take(String expected) throws ScimProblem {
    boolean there = isAt(expected);
    if (there) {
      next();
    }
    return there;
  }

  void need(String expected) throws ScimProblem {
    if (!take(expected)) {
      throw wrong("'" + expected + "' is missing");
    }
  }

  /// Reads the name of an attribute.
  String name() throws ScimProblem {
    String name = symbol;
    if (name == null || name.isEmpty() || !isName(name.charAt(0))) {
      throw wrong("the name of an attribute is missing");
    }
    next();
    return name;
  }

  /// Reads a value: a text in quotation marks, a number, `true`, `false` or `null`.
  JsonNode value() throws ScimProblem {
    JsonNode value = quoted == null ? plain() : quoted;
    next();
    return value;
  }

  private JsonNode plain() throws ScimProblem {
    String word = word();
    return switch (word) {
      case "true", "false", "null" -> read(word);
      default -> {
        if (!word.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?")) {
          throw wrong("a value is missing: write a text as \"text\"");
        }
        yield read(word);
      }
    };
  }

  private JsonNode read(String json) throws ScimProblem {
    try {
      return ScimJson.MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw wrong("a text in quotation marks is none of JSON");
    }
  }

  /// What is wrong at this place.
  ScimProblem wrong(String what) {
    return problem.apply("at character %d %s".formatted(begun + 1, what));
  }

  private void next() throws ScimProblem {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    begun = at;
    boolean isText = at < text.length() && text.charAt(at) == '"';
    quoted = isText ? read(quoted()) : null;
    symbol = isText ? null : symbol();
  }

  private String symbol() throws ScimProblem {
    if (at == text.length()) {
      return END;
    }
    char first = text.charAt(at);
    if ("()[]".indexOf(first) < 0) {
      return run();
    }
    at++;
    return String.valueOf(first);
  }

  private String run() throws ScimProblem {
    while (at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    if (at == begun) {
      throw wrong("is a character that stands in no filter");
    }
    return text.substring(begun, at);
  }

  private static boolean isName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || ":._-$".indexOf(c) >= 0;
  }

  private String quoted() throws ScimProblem {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw wrong("begins a text that does not end");
    }
    at = end + 1;
    return text.substring(begun, at);
  }
}
