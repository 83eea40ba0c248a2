package dev.sluice.config.expression;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An expression that was checked. Two are equal whose texts are. Immutable; evaluated on any
/// thread, in a bounded number of steps.
///
/// @param <F> where facts are read from
public final class Expression<F> {
  private final String text;
  private final Code<F> code;
  private final Map<String, Set<String>> asked;

  Expression(String text, Code<F> code, Map<String, Set<String>> asked) {
    this.text = text;
    this.code = code;
    this.asked = Map.copyOf(asked);
  }

  /// The expression as it stands in the configuration.
  public String text() {
    return text;
  }

  /// The members of a fact that it asks for, where only those are collected that are asked for.
  public Set<String> asked(String fact) {
    return asked.getOrDefault(fact, Set.of());
  }

  /// The value: a Boolean, Long, Double, String, Instant, List, Map, null, or an [EvaluationError]
  /// where there is none.
  public @Nullable Object value(F facts) {
    return code.of(facts, new Evaluation());
  }

  /// Whether a condition holds; null where that cannot be said.
  public @Nullable Boolean holds(F facts) {
    return value(facts) instanceof Boolean holds ? holds : null;
  }

  /// The value as a text: texts, numbers and truth values; null for any other, and for none.
  public @Nullable String string(F facts) {
    return switch (value(facts)) {
      case String said -> said;
      case Long number -> number.toString();
      case Double number -> number.toString();
      case Boolean truth -> truth.toString();
      case null, default -> null;
    };
  }

  /// The value as texts: a list of them, or one; null for any other, and for none.
  public @Nullable List<String> strings(F facts) {
    return switch (value(facts)) {
      case String one -> List.of(one);
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(String.class::cast).toList();
      case null, default -> null;
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Expression<?> expression && expression.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
