package dev.sluice.config.expression;

import dev.sluice.call.text.Nearest;
import dev.sluice.config.expression.Code.Typed;
import dev.sluice.config.expression.SyntaxTree.Invocation;
import dev.sluice.config.expression.SyntaxTree.Member;
import dev.sluice.config.expression.SyntaxTree.Name;
import dev.sluice.config.expression.ValueType.Kind;
import dev.sluice.config.expression.Vocabulary.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks the types of an expression and turns it into closures. One macro (`exists`, `all`) stands
/// in no other; what is done for each element is bounded by the steps of an [Evaluation].
///
/// @param <F> where facts are read from
final class Compiler<F> {
  private final Vocabulary<F> vocabulary;
  private final Operators<F> operators = new Operators<>();
  private final Functions<F> functions = new Functions<>();
  private final Map<String, Set<String>> asked = new HashMap<>();

  /// The part that is compiled for one of its members alone; null for none.
  private @Nullable SyntaxTree opened;

  /// The name and type of the element that a macro is at; null outside of one.
  private @Nullable Variable variable;

  private record Variable(String name, ValueType type) {}

  Compiler(Vocabulary<F> vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// The members that are asked for of facts whose members are named by texts.
  Map<String, Set<String>> asked() {
    return asked;
  }

  Typed<F> compile(SyntaxTree syntax) throws ExpressionException {
    return switch (syntax) {
      case SyntaxTree.Literal(_, Object value, ValueType type) ->
          new Typed<>(type, (_, _) -> value);
      case Name name -> name(name);
      case Member member -> member(member);
      case SyntaxTree.Index index -> index(index);
      case Invocation call -> invocation(call);
      case SyntaxTree.Unary unary -> unary(unary);
      case SyntaxTree.Binary binary -> binary(binary);
      case SyntaxTree.Choice choice -> choice(choice);
      case SyntaxTree.Items items -> items(items);
    };
  }

  private Typed<F> name(Name name) throws ExpressionException {
    Variable item = variable;
    if (item != null && item.name().equals(name.name())) {
      return new Typed<>(item.type(), (_, evaluation) -> evaluation.element);
    }
    Fact<F> fact = vocabulary.fact(name.name());
    if (fact == null) {
      throw unknown(name.at(), name.name());
    }
    return fact(name, name.name(), fact);
  }

  @SuppressWarnings("ReferenceEquality") // The very part that is opened.
  private Typed<F> fact(SyntaxTree syntax, String path, Fact<F> fact) throws ExpressionException {
    require(
        !fact.literal() || syntax == opened,
        syntax.at(),
        "names " + path + " by itself, which is no value",
        "write " + path + "[\"x-name\"], or \"x-name\" in " + path);
    return new Typed<>(fact.type(), (facts, _) -> fact.value(facts));
  }

  private ExpressionException unknown(int at, String name) {
    Set<String> known = vocabulary.beside(name);
    List<String> near = Nearest.of(name, known);
    String remedy =
        near.isEmpty()
            ? "there are " + String.join(", ", known.isEmpty() ? vocabulary.beside("") : known)
            : "did you mean " + near.getFirst() + "?";
    String what = vocabulary.isPrefix(name) ? "has " : "names ";
    String why = vocabulary.isPrefix(name) ? " by itself, which is no value" : ", which is no fact";
    return new ExpressionException(at, what + name + why, remedy);
  }

  private Typed<F> member(Member member) throws ExpressionException {
    String path = path(member);
    if (path != null) {
      Fact<F> fact = vocabulary.fact(path);
      if (fact != null) {
        return fact(member, path, fact);
      }
      if (member.of() instanceof Name of && vocabulary.isPrefix(of.name())) {
        throw unknown(of.at(), path);
      }
    }
    Typed<F> of = open(member.of());
    require(
        of.type().mayBe(Kind.MAP),
        member.at(),
        "has ." + member.name() + " behind a " + of.type().word(),
        "only maps have members");
    ask(member.of(), member.name(), member.at());
    return new Typed<>(of.type().element(), Elements.at(of.code(), member.name()));
  }

  /// The names of a chain of members, with dots; null for what is no such chain.
  private @Nullable String path(SyntaxTree syntax) {
    Variable item = variable;
    return switch (syntax) {
      case Name(_, String name) -> item != null && item.name().equals(name) ? null : name;
      case Member(_, SyntaxTree of, String name) -> {
        String front = path(of);
        yield front == null ? null : front + "." + name;
      }
      default -> null;
    };
  }

  /// Notes which member of a fact is asked for, where it has to be known before.
  private void ask(SyntaxTree of, String member, int at) throws ExpressionException {
    String path = path(of);
    Fact<F> fact = path == null ? null : vocabulary.fact(path);
    if (path == null || fact == null || !fact.literal()) {
      return;
    }
    require(
        member.equals(member.toLowerCase(Locale.ROOT)),
        at,
        "names " + path + " in upper case",
        "write [\"" + member.toLowerCase(Locale.ROOT) + "\"]");
    asked.computeIfAbsent(path, _ -> new HashSet<>()).add(member);
  }

  /// Compiles a part of which one member is asked.
  private Typed<F> open(SyntaxTree syntax) throws ExpressionException {
    opened = syntax;
    return compile(syntax);
  }

  private Typed<F> binary(SyntaxTree.Binary binary) throws ExpressionException {
    Typed<F> left = compile(binary.left());
    if (!binary.operator().equals("in")) {
      return operators.of(binary, left, compile(binary.right()));
    }
    Typed<F> right = open(binary.right());
    askByText(binary.right(), binary.left());
    return operators.of(binary, left, right);
  }

  private Typed<F> index(SyntaxTree.Index index) throws ExpressionException {
    Typed<F> of = open(index.of());
    Typed<F> key = compile(index.key());
    boolean list = of.type().mayBe(Kind.LIST) && key.type().mayBe(Kind.INT);
    boolean map = of.type().mayBe(Kind.MAP) && key.type().mayBe(Kind.STRING);
    require(
        list || map,
        index.at(),
        "has a %s in brackets behind a %s".formatted(key.type().word(), of.type().word()),
        "a list takes a whole number from 0 on, a map a text");
    askByText(index.of(), index.key());
    Code<F> within = of.code();
    Code<F> at = key.code();
    return new Typed<>(
        of.type().element(),
        (facts, item) -> {
          Object value = within.of(facts, item);
          Object where = value instanceof EvaluationError ? value : at.of(facts, item);
          return where instanceof EvaluationError ? where : Elements.element(value, where);
        });
  }

  private void askByText(SyntaxTree of, SyntaxTree key) throws ExpressionException {
    if (key instanceof SyntaxTree.Literal(int at, String name, _)) {
      ask(of, name, at);
      return;
    }
    String path = path(of);
    Fact<F> fact = path == null ? null : vocabulary.fact(path);
    if (fact != null && fact.literal()) {
      throw new ExpressionException(
          key.at(),
          "must name what it asks of " + path,
          "write a text that stands there: " + path + "[\"x-name\"]");
    }
  }

  private Typed<F> invocation(Invocation call) throws ExpressionException {
    SyntaxTree receiver = call.receiver();
    if (receiver == null) {
      return call.function().equals("has")
          ? has(call)
          : functions.global(call, all(call.arguments()));
    }
    boolean macro = call.function().equals("exists") || call.function().equals("all");
    return macro
        ? macro(call, compile(receiver))
        : functions.member(call, compile(receiver), all(call.arguments()));
  }

  private List<Typed<F>> all(List<SyntaxTree> parts) throws ExpressionException {
    var compiled = new ArrayList<Typed<F>>();
    for (SyntaxTree part : parts) {
      compiled.add(compile(part));
    }
    return compiled;
  }

  /// `has(a.b)`: whether a member, or a fact, is there. Where not even `a` is, that has no value.
  private Typed<F> has(Invocation call) throws ExpressionException {
    boolean member =
        call.arguments().size() == 1
            && (call.arguments().getFirst() instanceof Member
                || call.arguments().getFirst() instanceof SyntaxTree.Index);
    require(member, call.at(), "calls has with what it does not take", "write has(claims.name)");
    SyntaxTree asked = call.arguments().getFirst();
    Code<F> of = compile(asked).code();
    Code<F> within = within(asked);
    return new Typed<>(
        ValueType.BOOL,
        (facts, item) -> {
          Object there = within.of(facts, item);
          if (there instanceof EvaluationError) {
            return there;
          }
          Object value = of.of(facts, item);
          return value instanceof EvaluationError fault && fault != EvaluationError.MISSING
              ? fault
              : value != EvaluationError.MISSING;
        });
  }

  /// What a member is asked of; true for a fact, which is one by itself.
  private Code<F> within(SyntaxTree asked) throws ExpressionException {
    String path = path(asked);
    return path != null && vocabulary.fact(path) != null
        ? (_, _) -> true
        : switch (asked) {
          case Member member -> open(member.of()).code();
          case SyntaxTree.Index index -> open(index.of()).code();
          default -> (_, _) -> true;
        };
  }

  private Typed<F> macro(Invocation call, Typed<F> list) throws ExpressionException {
    require(
        list.type().mayBe(Kind.LIST), call.at(), "calls " + call.function() + " of no list", "");
    if (call.arguments().size() != 2
        || !(call.arguments().getFirst() instanceof Name(_, String name))) {
      throw new ExpressionException(
          call.at(),
          "calls " + call.function() + " with what it does not take",
          "write LIST." + call.function() + "(x, x == \"a\")");
    }
    require(
        variable == null,
        call.at(),
        "walks a list for each element of another",
        "let one exists or all stand in no other");
    variable = new Variable(name, list.type().element());
    Typed<F> condition = compile(call.arguments().get(1));
    variable = null;
    require(
        condition.type().mayBe(Kind.BOOL), call.at(), "has no condition in " + call.function(), "");
    boolean deciding = call.function().equals("exists");
    return new Typed<>(ValueType.BOOL, Elements.walk(list.code(), condition.code(), deciding));
  }

  private Typed<F> unary(SyntaxTree.Unary unary) throws ExpressionException {
    Typed<F> of = compile(unary.of());
    boolean not = unary.operator().equals("!");
    require(
        not ? of.type().mayBe(Kind.BOOL) : of.type().mayBeNumber(),
        unary.at(),
        "has `%s` before a %s".formatted(unary.operator(), of.type().word()),
        not ? "a condition must stand there" : "a number must stand there");
    Code<F> code = of.code();
    return new Typed<>(
        not ? ValueType.BOOL : of.type(),
        (facts, item) -> Operators.unary(code.of(facts, item), not));
  }

  private Typed<F> choice(SyntaxTree.Choice choice) throws ExpressionException {
    Typed<F> condition = compile(choice.condition());
    Typed<F> yes = compile(choice.yes());
    Typed<F> no = compile(choice.no());
    require(
        condition.type().mayBe(Kind.BOOL),
        choice.at(),
        "has ? behind a " + condition.type().word(),
        "a condition must stand in front of it");
    boolean alike = yes.type().mayBe(no.type().kind()) || no.type().is(Kind.DYNAMIC);
    require(
        alike,
        choice.at(),
        "chooses between a %s and a %s".formatted(yes.type().word(), no.type().word()),
        "both must be of one type");
    Code<F> decides = condition.code();
    Code<F> one = yes.code();
    Code<F> other = no.code();
    return new Typed<>(
        yes.type().or(no.type()),
        (facts, item) ->
            switch (decides.of(facts, item)) {
              case Boolean truth -> (truth ? one : other).of(facts, item);
              case EvaluationError fault -> fault;
              case null, default -> EvaluationError.WRONG_TYPE;
            });
  }

  private Typed<F> items(SyntaxTree.Items items) throws ExpressionException {
    List<Typed<F>> elements = all(items.elements());
    ValueType type = elements.isEmpty() ? ValueType.DYNAMIC : elements.getFirst().type();
    for (Typed<F> element : elements) {
      type = type.or(element.type());
    }
    List<Code<F>> codes = elements.stream().map(Typed::code).toList();
    boolean constant = items.elements().stream().allMatch(SyntaxTree.Literal.class::isInstance);
    return new Typed<>(
        ValueType.listOf(type), constant ? Elements.constant(items) : Elements.made(codes));
  }

  private static void require(boolean fits, int at, String what, String remedy)
      throws ExpressionException {
    if (!fits) {
      throw new ExpressionException(at, what, remedy);
    }
  }
}
