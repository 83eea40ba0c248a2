package dev.sluice.config.expression;

/// A word of an expression.
///
/// @param kind what it is
/// @param text a name, an operator, a text without its quotes and escapes, or a number
/// @param at where it begins, from 0
record Token(Kind kind, String text, int at) {
  enum Kind {
    NAME,
    INT,
    DOUBLE,
    STRING,
    OPERATOR,
    END
  }

  boolean is(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /// The token in a message.
  String shown() {
    return kind == Kind.END ? "the end" : "`" + text + "`";
  }
}
