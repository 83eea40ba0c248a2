package dev.sluice.it.matrix;

import java.util.Locale;

/// What each client does at each provider.
enum Scene {
  /// A whole answer, with its usage.
  TEXT,
  /// The same in pieces, behind a system prompt.
  STREAM,
  /// Two rounds of two calls at once, the first one streamed.
  TOOLS,
  /// An image of the user's.
  IMAGE,
  /// An answer by a JSON schema, read by the client.
  SCHEMA,
  /// Thinking that is shown, and told again in the next call.
  THINKING,
  /// The count of a prompt's tokens.
  COUNT,
  /// Failures, as the client's own types.
  ERRORS;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
