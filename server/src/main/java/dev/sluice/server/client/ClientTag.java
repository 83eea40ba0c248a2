package dev.sluice.server.client;

import dev.sluice.call.Call;
import dev.sluice.config.expression.Expression;
import java.util.Optional;

/// A tag: something that calls are for, by which their costs are told apart.
///
/// @param name what it is called in sums and tables
/// @param source where its values come from
/// @param key the member of `metadata`, the header in lower case, or the text of the expression
/// @param value the expression that says it; empty where a request does
public record ClientTag(String name, Source source, String key, Optional<Expression<Call>> value) {
  /// A tag whose values stand in requests.
  public ClientTag(String name, Source source, String key) {
    this(name, source, key, Optional.empty());
  }

  /// A tag whose values an expression makes.
  public ClientTag(String name, Expression<Call> value) {
    this(name, Source.EXPRESSION, value.text(), Optional.of(value));
  }

  /// The place in a request that a tag's values come from.
  public enum Source {
    /// A member of the request's `metadata`.
    METADATA,
    /// A header of the request.
    HEADER,
    /// An expression over what is known of the call.
    EXPRESSION
  }
}
