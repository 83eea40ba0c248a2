package dev.sluice.config.expression;

import org.jspecify.annotations.Nullable;

/// A compiled part of an expression. Its result is a Boolean, Long, Double, String, Instant, List,
/// Map, null for CEL's null, or an [EvaluationError].
///
/// @param <F> where facts are read from
@FunctionalInterface
interface Code<F> {
  /// Evaluates it. Throws nothing.
  ///
  /// @param item the evaluation that it is a part of, at an element where it stands in a macro
  @Nullable Object of(F facts, Evaluation item);

  /// A compiled part and the type of its results.
  record Typed<F>(ValueType type, Code<F> code) {}
}
