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

  static SyntaxTree parse(String text) throws ExpressionException {
    if (text.length() > LONGEST) {
      throw new ExpressionException(
          LONGEST, "must be at most " + LONGEST + " characters long", "say it shorter");
    }
    var parser = new Parser(Lexer.tokens(text));
    SyntaxTree read = parser.choice();
    Token rest = parser.peek();
    if (rest.kind() != Token.Kind.END) {
      throw new ExpressionException(
          rest.at(),
          "has " + rest.shown() + " where it should end",
          "join conditions with && or ||");
    }
    return read;
  }

  private SyntaxTree choice() throws ExpressionException {
    enter();
    SyntaxTree condition = or();
    if (peek().is("?")) {
      int at = take().at();
      SyntaxTree yes = or();
      expect(":", "a choice is CONDITION ? ONE : OTHER");
      condition = new SyntaxTree.Choice(at, condition, yes, choice());
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

  private SyntaxTree or() throws ExpressionException {
    SyntaxTree left = and();
    while (peek().is("||")) {
      left = new SyntaxTree.Binary(take().at(), "||", left, and());
    }
    return left;
  }

  private SyntaxTree and() throws ExpressionException {
    SyntaxTree left = relation();
    while (peek().is("&&")) {
      left = new SyntaxTree.Binary(take().at(), "&&", left, relation());
    }
    return left;
  }

  private SyntaxTree relation() throws ExpressionException {
    SyntaxTree left = sum();
    if (!isRelation()) {
      return left;
    }
    Token operator = take();
    SyntaxTree relation = new SyntaxTree.Binary(operator.at(), operator.text(), left, sum());
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

  private SyntaxTree sum() throws ExpressionException {
    SyntaxTree left = product();
    while (peek().is("+") || peek().is("-")) {
      Token operator = take();
      left = new SyntaxTree.Binary(operator.at(), operator.text(), left, product());
    }
    return left;
  }

  private SyntaxTree product() throws ExpressionException {
    SyntaxTree left = unary();
    while (peek().is("*") || peek().is("/") || peek().is("%")) {
      Token operator = take();
      left = new SyntaxTree.Binary(operator.at(), operator.text(), left, unary());
    }
    return left;
  }

  private SyntaxTree unary() throws ExpressionException {
    if (!peek().is("!") && !peek().is("-")) {
      return member();
    }
    enter();
    Token operator = take();
    SyntaxTree of = new SyntaxTree.Unary(operator.at(), operator.text(), unary());
    depth--;
    return of;
  }

  private SyntaxTree member() throws ExpressionException {
    SyntaxTree of = primary();
    while (true) {
      if (peek().is(".")) {
        take();
        of = named(of);
      } else if (peek().is("[")) {
        int at = take().at();
        SyntaxTree key = choice();
        expect("]", "close what stands in brackets");
        of = new SyntaxTree.Index(at, of, key);
      } else {
        return of;
      }
    }
  }

  private SyntaxTree named(SyntaxTree of) throws ExpressionException {
    Token name = peek();
    if (name.kind() != Token.Kind.NAME) {
      throw new ExpressionException(
          name.at(), "has " + name.shown() + " behind a dot", "write a name, or [\"any name\"]");
    }
    take();
    return peek().is("(")
        ? new SyntaxTree.Invocation(name.at(), of, name.text(), arguments())
        : new SyntaxTree.Member(name.at(), of, name.text());
  }

  private List<SyntaxTree> arguments() throws ExpressionException {
    take();
    return list(")");
  }

  private List<SyntaxTree> list(String end) throws ExpressionException {
    var elements = new ArrayList<SyntaxTree>();
    while (!peek().is(end)) {
      elements.add(choice());
      if (!peek().is(end)) {
        expect(",", "put a comma between two of them, and close with " + end);
      }
    }
    take();
    return elements;
  }

  private SyntaxTree primary() throws ExpressionException {
    Token token = take();
    int at = token.at();
    return switch (token.kind()) {
      case INT -> new SyntaxTree.Literal(at, whole(token), ValueType.INT);
      case DOUBLE -> new SyntaxTree.Literal(at, Double.valueOf(token.text()), ValueType.DOUBLE);
      case STRING -> new SyntaxTree.Literal(at, token.text(), ValueType.STRING);
      case NAME -> name(token);
      case OPERATOR, END -> bracketed(token);
    };
  }

  private SyntaxTree name(Token token) throws ExpressionException {
    return switch (token.text()) {
      case "true" -> new SyntaxTree.Literal(token.at(), true, ValueType.BOOL);
      case "false" -> new SyntaxTree.Literal(token.at(), false, ValueType.BOOL);
      case "null" -> new SyntaxTree.Literal(token.at(), null, ValueType.NULL);
      default ->
          peek().is("(")
              ? new SyntaxTree.Invocation(token.at(), null, token.text(), arguments())
              : new SyntaxTree.Name(token.at(), token.text());
    };
  }

  private SyntaxTree bracketed(Token token) throws ExpressionException {
    if (token.is("(")) {
      SyntaxTree inside = choice();
      expect(")", "close what stands in parentheses");
      return inside;
    }
    if (token.is("[")) {
      return new SyntaxTree.Items(token.at(), list("]"));
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
