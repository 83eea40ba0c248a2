package dev.sluice.config.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the text of an expression by the grammar of CEL, without messages, maps, bytes and
/// unsigned numbers. Recursive descent, to a bounded depth.
///
/// ```text
/// choice    = or [ "?" or ":" choice ]
/// or        = and { "||" and }
/// and       = relation { "&&" relation }
/// relation  = sum [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" ) sum ]
/// sum       = product { ( "+" | "-" ) product }
/// product   = unary { ( "*" | "/" | "%" ) unary }
/// unary     = { "!" | "-" } member
/// member    = primary { "." NAME [ arguments ] | "[" choice "]" }
/// primary   = literal | NAME [ arguments ] | "(" choice ")" | "[" [ choice { "," choice } ] "]"
/// ```
final class Parser {
  /// The longest expression, in characters.
  static final int LONGEST = 2_048;

  private static final int DEEPEST = 32;
  private static final Set<String> RELATIONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final List<Token> tokens;
  private int next;
  private int depth;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  static Syntax parse(String text) throws ExpressionException {
    if (text.length() > LONGEST) {
      throw new ExpressionException(
          LONGEST, "must be at most " + LONGEST + " characters long", "say it shorter");
    }
    var parser = new Parser(Lexer.tokens(text));
    Syntax read = parser.choice();
    Token rest = parser.peek();
    if (rest.kind() != Token.Kind.END) {
      throw new ExpressionException(
          rest.at(),
          "has " + rest.shown() + " where it should end",
          "join conditions with && or ||");
    }
    return read;
  }

  private Syntax choice() throws ExpressionException {
    enter();
    Syntax condition = or();
    if (peek().is("?")) {
      int at = take().at();
      Syntax yes = or();
      expect(":", "a choice is CONDITION ? ONE : OTHER");
      condition = new Syntax.Choice(at, condition, yes, choice());
    }
    depth--;
    return condition;
  }

  private void enter() throws ExpressionException {
    if (++depth > DEEPEST) {
      throw new ExpressionException(
          peek().at(), "is nested more than " + DEEPEST + " levels deep", "say it flatter");
    }
  }

  private Syntax or() throws ExpressionException {
    Syntax left = and();
    while (peek().is("||")) {
      left = new Syntax.Binary(take().at(), "||", left, and());
    }
    return left;
  }

  private Syntax and() throws ExpressionException {
    Syntax left = relation();
    while (peek().is("&&")) {
      left = new Syntax.Binary(take().at(), "&&", left, relation());
    }
    return left;
  }

  private Syntax relation() throws ExpressionException {
    Syntax left = sum();
    if (!isRelation()) {
      return left;
    }
    Token operator = take();
    Syntax relation = new Syntax.Binary(operator.at(), operator.text(), left, sum());
    if (isRelation()) {
      throw new ExpressionException(
          peek().at(), "compares the result of a comparison", "join two of them with &&");
    }
    return relation;
  }

  private boolean isRelation() {
    Token token = peek();
    return token.isName("in")
        || (token.kind() == Token.Kind.OPERATOR && RELATIONS.contains(token.text()));
  }

  private Syntax sum() throws ExpressionException {
    Syntax left = product();
    while (peek().is("+") || peek().is("-")) {
      Token operator = take();
      left = new Syntax.Binary(operator.at(), operator.text(), left, product());
    }
    return left;
  }

  private Syntax product() throws ExpressionException {
    Syntax left = unary();
    while (peek().is("*") || peek().is("/") || peek().is("%")) {
      Token operator = take();
      left = new Syntax.Binary(operator.at(), operator.text(), left, unary());
    }
    return left;
  }

  private Syntax unary() throws ExpressionException {
    if (!peek().is("!") && !peek().is("-")) {
      return member();
    }
    enter();
    Token operator = take();
    Syntax of = new Syntax.Unary(operator.at(), operator.text(), unary());
    depth--;
    return of;
  }

  private Syntax member() throws ExpressionException {
    Syntax of = primary();
    while (true) {
      if (peek().is(".")) {
        take();
        of = named(of);
      } else if (peek().is("[")) {
        int at = take().at();
        Syntax key = choice();
        expect("]", "close what stands in brackets");
        of = new Syntax.Index(at, of, key);
      } else {
        return of;
      }
    }
  }

  private Syntax named(Syntax of) throws ExpressionException {
    Token name = peek();
    if (name.kind() != Token.Kind.NAME) {
      throw new ExpressionException(
          name.at(), "has " + name.shown() + " behind a dot", "write a name, or [\"any name\"]");
    }
    take();
    return peek().is("(")
        ? new Syntax.Invocation(name.at(), of, name.text(), arguments())
        : new Syntax.Member(name.at(), of, name.text());
  }

  private List<Syntax> arguments() throws ExpressionException {
    take();
    return list(")");
  }

  private List<Syntax> list(String end) throws ExpressionException {
    var elements = new ArrayList<Syntax>();
    while (!peek().is(end)) {
      elements.add(choice());
      if (!peek().is(end)) {
        expect(",", "put a comma between two of them, and close with " + end);
      }
    }
    take();
    return elements;
  }

  private Syntax primary() throws ExpressionException {
    Token token = take();
    int at = token.at();
    return switch (token.kind()) {
      case INT -> new Syntax.Literal(at, whole(token), ValueType.INT);
      case DOUBLE -> new Syntax.Literal(at, Double.valueOf(token.text()), ValueType.DOUBLE);
      case STRING -> new Syntax.Literal(at, token.text(), ValueType.STRING);
      case NAME -> name(token);
      case OPERATOR, END -> bracketed(token);
    };
  }

  private Syntax name(Token token) throws ExpressionException {
    return switch (token.text()) {
      case "true" -> new Syntax.Literal(token.at(), true, ValueType.BOOL);
      case "false" -> new Syntax.Literal(token.at(), false, ValueType.BOOL);
      case "null" -> new Syntax.Literal(token.at(), null, ValueType.NULL);
      default ->
          peek().is("(")
              ? new Syntax.Invocation(token.at(), null, token.text(), arguments())
              : new Syntax.Name(token.at(), token.text());
    };
  }

  private Syntax bracketed(Token token) throws ExpressionException {
    if (token.is("(")) {
      Syntax inside = choice();
      expect(")", "close what stands in parentheses");
      return inside;
    }
    if (token.is("[")) {
      return new Syntax.Items(token.at(), list("]"));
    }
    throw new ExpressionException(
        token.at(), "has " + token.shown() + " where a value should be", "write a value there");
  }

  private static Long whole(Token token) throws ExpressionException {
    try {
      return Long.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw new ExpressionException(
          token.at(), "has a number beyond 64 bits", "write a smaller one");
    }
  }

  private void expect(String operator, String remedy) throws ExpressionException {
    Token token = peek();
    if (!token.is(operator)) {
      throw new ExpressionException(
          token.at(), "has " + token.shown() + " where `" + operator + "` should be", remedy);
    }
    take();
  }

  private Token peek() {
    return tokens.get(next);
  }

  /// Takes a token; the end stays.
  private Token take() {
    Token token = tokens.get(next);
    next += token.kind() == Token.Kind.END ? 0 : 1;
    return token;
  }
}
