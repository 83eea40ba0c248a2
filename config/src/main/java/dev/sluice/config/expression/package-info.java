/// Expressions: conditions and mappings of a configuration in a subset of the syntax of CEL, the
/// Common Expression Language (github.com/google/cel-spec).
///
/// An [dev.sluice.config.expression.Expression] is parsed, checked against the types of a
/// [dev.sluice.config.expression.Vocabulary] and turned into closures when a configuration is read.
/// Its evaluation waits for nothing, throws nothing and costs a bounded time, so that it may run on
/// any thread, event loops too. [dev.sluice.config.expression.CallFacts] is the vocabulary of
/// calls.
@NullMarked
package dev.sluice.config.expression;

import org.jspecify.annotations.NullMarked;
