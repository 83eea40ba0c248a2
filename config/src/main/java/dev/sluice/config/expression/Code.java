package dev.sluice.config.expression;

import org.jspecify.annotations.Nullable;

/// A compiled part of an expression. Its result is a Boolean, Long, Double, String, Instant, List,
/// Map, null for CEL's null, or a [Fault].
///
/// @param <F> where facts are read from
@FunctionalInterface
interface Code<F> {
  /// Evaluates it. Throws nothing.
  ///
  /// @param item the element of the list that a macro is at; null outside of one
  @Nullable Object of(F facts, @Nullable Object item);

  /// A compiled part and the type of its results.
  record Typed<F>(ValueType type, Code<F> code) {}
}
