package dev.sluice.config.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The facts that expressions of one kind may name, with their types. Immutable.
///
/// @param <F> where the facts are read from
public final class Vocabulary<F> {
  private final Map<String, Fact<F>> facts;

  private Vocabulary(Map<String, Fact<F>> facts) {
    this.facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /// A fact.
  ///
  /// @param type the type of its values
  /// @param read reads it; null where it is not there. Throws nothing
  /// @param literal whether its members are named by texts that stand in the expression, in lower
  ///   case, so that it is known which are asked for
  record Fact<F>(ValueType type, Function<F, @Nullable Object> read, boolean literal) {
    @Nullable Object value(F facts) {
      Object value = read.apply(facts);
      return value == null ? EvaluationError.MISSING : value;
    }
  }

  /// A collector of facts.
  public static final class Builder<F> {
    private final Map<String, Fact<F>> facts = new LinkedHashMap<>();

    private Builder() {}

    /// Adds a fact.
    ///
    /// @param name what expressions call it, such as `key.team`
    /// @param read reads it; null where it is not there. Throws nothing
    public Builder<F> fact(String name, ValueType type, Function<F, @Nullable Object> read) {
      facts.put(name, new Fact<>(type, read, false));
      return this;
    }

    /// Adds texts by name, of which only those are ever asked for that expressions name.
    public Builder<F> named(String name, Function<F, @Nullable Object> read) {
      facts.put(name, new Fact<>(ValueType.STRINGS_BY_NAME, read, true));
      return this;
    }

    public Vocabulary<F> build() {
      return new Vocabulary<>(facts);
    }
  }

  public static <F> Builder<F> builder() {
    return new Builder<>();
  }

  /// Reads and checks an expression.
  ///
  /// @param wanted the type of its values; [ValueType#DYNAMIC] for any
  /// @throws ExpressionException if it is none, or has values of another type
  public Expression<F> expression(String text, ValueType wanted) throws ExpressionException {
    var compiler = new Compiler<>(this);
    Code.Typed<F> typed = compiler.compile(Parser.parse(text));
    boolean fits = typed.type().mayBe(wanted.kind()) || wanted.is(ValueType.Kind.DYNAMIC);
    if (!fits) {
      throw new ExpressionException(
          0, "must be of type %s, is of type %s".formatted(wanted.word(), typed.type().word()), "");
    }
    return new Expression<>(text, typed.code(), compiler.asked());
  }

  @Nullable Fact<F> fact(String name) {
    return facts.get(name);
  }

  /// Whether facts have names that begin with a name and a dot.
  boolean isPrefix(String name) {
    return facts.keySet().stream().anyMatch(fact -> fact.startsWith(name + "."));
  }

  /// The names that may stand where `name` does, for messages.
  Set<String> beside(String name) {
    int dot = name.lastIndexOf('.');
    String prefix = name.substring(0, dot + 1);
    List<String> names = new ArrayList<>(facts.keySet());
    names.removeIf(fact -> !fact.startsWith(prefix));
    return new LinkedHashSet<>(names);
  }
}
