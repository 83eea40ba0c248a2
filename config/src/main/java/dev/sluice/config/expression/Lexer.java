package dev.sluice.config.expression;

import java.util.ArrayList;
import java.util.List;

/// Cuts the text of an expression into tokens.
final class Lexer {
  private static final List<String> OPERATORS =
      List.of(
          "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".",
          ",", "(", ")", "[", "]");

  private final String text;
  private int next;

  private Lexer(String text) {
    this.text = text;
  }

  /// Returns the tokens of a text; the last one is its end.
  static List<Token> tokens(String text) throws ExpressionException {
    var lexer = new Lexer(text);
    var tokens = new ArrayList<Token>();
    do {
      tokens.add(lexer.token());
    } while (tokens.getLast().kind() != Token.Kind.END);
    return tokens;
  }

  private Token token() throws ExpressionException {
    skip();
    if (next == text.length()) {
      return new Token(Token.Kind.END, "", next);
    }
    char first = text.charAt(next);
    if (first == 'r' && next + 1 < text.length() && isQuote(text.charAt(next + 1))) {
      return raw();
    }
    if (isQuote(first)) {
      return quoted();
    }
    if (isDigit(first)) {
      return number();
    }
    return isLetter(first) ? name() : operator();
  }

  /// Skips white space and comments, which begin with `//`.
  private void skip() {
    while (next < text.length()) {
      if (text.startsWith("//", next)) {
        int end = text.indexOf('\n', next);
        next = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(text.charAt(next))) {
        next++;
      } else {
        return;
      }
    }
  }

  private Token name() {
    int at = next;
    while (next < text.length() && (isLetter(text.charAt(next)) || isDigit(text.charAt(next)))) {
      next++;
    }
    return new Token(Token.Kind.NAME, text.substring(at, next), at);
  }

  private Token number() throws ExpressionException {
    int at = next;
    digits();
    boolean whole = true;
    if (next + 1 < text.length() && text.charAt(next) == '.' && isDigit(text.charAt(next + 1))) {
      next++;
      digits();
      whole = false;
    }
    if (next < text.length() && isLetter(text.charAt(next))) {
      throw new ExpressionException(
          next,
          "has letters behind a number",
          "numbers are decimal, such as 12 or 0.5, without u, x or an exponent");
    }
    Token.Kind kind = whole ? Token.Kind.INT : Token.Kind.DOUBLE;
    return new Token(kind, text.substring(at, next), at);
  }

  private void digits() {
    while (next < text.length() && isDigit(text.charAt(next))) {
      next++;
    }
  }

  private Token operator() throws ExpressionException {
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, next)) {
        var token = new Token(Token.Kind.OPERATOR, operator, next);
        next += operator.length();
        return token;
      }
    }
    String remedy =
        switch (text.charAt(next)) {
          case '=' -> "write == to compare; nothing is assigned";
          case '&', '|' -> "write && and ||";
          case '{' -> "maps and messages are not made here";
          default -> "write a text in quotes";
        };
    int shown = text.codePointAt(next);
    throw new ExpressionException(
        next, "has a character with no meaning here, " + Character.getName(shown), remedy);
  }

  private Token raw() throws ExpressionException {
    int at = next++;
    char quote = text.charAt(next);
    int end = text.indexOf(quote, next + 1);
    if (end < 0) {
      throw unclosed(at, quote);
    }
    var token = new Token(Token.Kind.STRING, text.substring(next + 1, end), at);
    next = end + 1;
    return token;
  }

  private Token quoted() throws ExpressionException {
    int at = next;
    char quote = text.charAt(next++);
    var value = new StringBuilder();
    while (next < text.length() && text.charAt(next) != quote) {
      char c = text.charAt(next++);
      if (c == '\n') {
        throw unclosed(at, quote);
      }
      value.append(c == '\\' ? escaped() : c);
    }
    if (next == text.length()) {
      throw unclosed(at, quote);
    }
    next++;
    return new Token(Token.Kind.STRING, value.toString(), at);
  }

  private char escaped() throws ExpressionException {
    char c = next < text.length() ? text.charAt(next++) : ' ';
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '\\', '"', '\'', '`', '?' -> c;
      case 'u' -> hex();
      default ->
          throw new ExpressionException(
              next - 2,
              "has an escape that means nothing",
              "write \\\\, \\\", \\', \\n"
                  + ", \\r"
                  + ", \\t or \\uXXXX, or r'...' for a text without escapes");
    };
  }

  private char hex() throws ExpressionException {
    String digits = text.substring(next, Math.min(text.length(), next + 4));
    if (!digits.matches("[0-9a-fA-F]{4}")) {
      throw new ExpressionException(next, "has \\u without four hex digits", "write \\u00e9");
    }
    next += 4;
    return (char) Integer.parseInt(digits, 16);
  }

  private static ExpressionException unclosed(int at, char quote) {
    return new ExpressionException(
        at, "has a text that does not end", "close it with " + quote + " on the same line");
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
