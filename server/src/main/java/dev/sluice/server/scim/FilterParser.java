package dev.sluice.server.scim;

import dev.sluice.server.scim.ScimFilter.Operator;
import dev.sluice.server.scim.ScimProblem.Kind;
import java.util.Locale;
import java.util.Optional;

/// Reads filters (RFC 7644, 3.4.2.2) and the paths of changes (3.5.2), by recursive descent.
///
/// ```text
/// or   = and *("or" and)
/// and  = one *("and" one)
/// one  = ["not"] "(" or ")" | NAME "[" or "]" | NAME "pr" | NAME OPERATOR VALUE
/// path = NAME [ "[" or "]" [ "." NAME ] ]
/// ```
final class FilterParser {
  /// How deep brackets may be nested.
  private static final int DEEPEST = 16;

  /// How many comparisons there may be.
  private static final int MOST = 64;

  private final ResourceKind kind;
  private final FilterLexer in;
  private int depth;
  private int comparisons;

  private FilterParser(ResourceKind kind, FilterLexer in) {
    this.kind = kind;
    this.in = in;
  }

  /// A path of a change.
  ///
  /// @param path the attribute; empty for one that is not kept
  /// @param filter which of its values are meant; empty: all
  record Target(Optional<AttributePath> path, Optional<ScimFilter> filter) {}

  static ScimFilter filter(ResourceKind kind, String text) throws ScimProblem {
    var parser = new FilterParser(kind, lexer(text, "the filter", Kind.FILTER));
    ScimFilter filter = parser.or(Optional.empty());
    parser.end();
    return filter;
  }

  static Target target(ResourceKind kind, String text) throws ScimProblem {
    var parser = new FilterParser(kind, lexer(text, "the path", Kind.PATH));
    Target target = parser.target();
    parser.end();
    return target;
  }

  private static FilterLexer lexer(String text, String what, Kind wrong) throws ScimProblem {
    return new FilterLexer(text, how -> ScimProblem.of(wrong, what + " cannot be read: " + how));
  }

  private void end() throws ScimProblem {
    if (!in.isOver()) {
      throw in.wrong("something follows that belongs to nothing");
    }
  }

  private Target target() throws ScimProblem {
    String name = in.name();
    Optional<AttributePath> path = AttributePath.of(kind, name);
    if (!in.take("[")) {
      return new Target(path, Optional.empty());
    }
    Optional<Attribute> of = path.map(AttributePath::attribute).filter(Attribute::isComplex);
    ScimFilter filter = within(of);
    if (in.isOver()) {
      return new Target(path, Optional.of(filter));
    }
    String part = in.name();
    if (!part.startsWith(".")) {
      throw in.wrong("a part of the attribute is missing: write .NAME behind ]");
    }
    return new Target(AttributePath.of(kind, name + part), Optional.of(filter));
  }

  /// Reads what stands in brackets behind an attribute.
  ///
  /// @param of the attribute; empty for one that is not kept
  private ScimFilter within(Optional<Attribute> of) throws ScimProblem {
    ScimFilter filter = or(Optional.of(of.orElse(NONE)));
    in.need("]");
    return of.isPresent() ? filter : new ScimFilter.Unknown();
  }

  /// An attribute without parts, of which nothing can be said.
  private static final Attribute NONE = Attribute.complex("", "");

  /// @param of the attribute whose values are meant; empty for resources
  private ScimFilter or(Optional<Attribute> of) throws ScimProblem {
    if (++depth > DEEPEST) {
      throw in.wrong("brackets are nested deeper than %d".formatted(DEEPEST));
    }
    ScimFilter filter = and(of);
    while (in.take("or")) {
      filter = new ScimFilter.Or(filter, and(of));
    }
    depth--;
    return filter;
  }

  private ScimFilter and(Optional<Attribute> of) throws ScimProblem {
    ScimFilter filter = one(of);
    while (in.take("and")) {
      filter = new ScimFilter.And(filter, one(of));
    }
    return filter;
  }

  private ScimFilter one(Optional<Attribute> of) throws ScimProblem {
    boolean not = in.take("not");
    if (not || in.isAt("(")) {
      ScimFilter filter = inParentheses(of);
      return not ? new ScimFilter.Not(filter) : filter;
    }
    if (++comparisons > MOST) {
      throw in.wrong("begins one comparison more than %d".formatted(MOST));
    }
    String name = in.name();
    Optional<AttributePath> path =
        of.isPresent() ? part(of.get(), name) : AttributePath.of(kind, name);
    if (of.isEmpty() && in.take("[")) {
      return inBrackets(path);
    }
    return compared(path);
  }

  private ScimFilter inParentheses(Optional<Attribute> of) throws ScimProblem {
    in.need("(");
    ScimFilter filter = or(of);
    in.need(")");
    return filter;
  }

  private ScimFilter inBrackets(Optional<AttributePath> path) throws ScimProblem {
    Optional<Attribute> attribute =
        path.map(AttributePath::attribute).filter(found -> found.isComplex() && found.many());
    ScimFilter filter = within(attribute);
    return attribute.isPresent() ? new ScimFilter.Within(attribute.get(), filter) : filter;
  }

  private static Optional<AttributePath> part(Attribute of, String name) {
    return of.part(name).map(part -> new AttributePath(part, Optional.empty()));
  }

  private ScimFilter compared(Optional<AttributePath> path) throws ScimProblem {
    if (in.take("pr")) {
      return path.<ScimFilter>map(ScimFilter.Present::new).orElseGet(ScimFilter.Unknown::new);
    }
    Operator operator = operator();
    var value = in.value();
    return path.<ScimFilter>map(found -> new ScimFilter.Comparison(found, operator, value))
        .orElseGet(ScimFilter.Unknown::new);
  }

  private Operator operator() throws ScimProblem {
    String word = in.word();
    for (Operator operator : Operator.values()) {
      if (operator.name().toLowerCase(Locale.ROOT).equals(word)) {
        in.need(word);
        return operator;
      }
    }
    throw in.wrong("an operator is missing: there are eq, ne, co, sw, ew, gt, ge, lt, le and pr");
  }
}
