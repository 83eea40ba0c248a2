package dev.sluice.call.request;

/// The kind of work that a call asks a model for. A target serves some of these.
public enum Operation {
  CHAT,
  COMPLETIONS,
  EMBEDDINGS,
  MODERATIONS,
  RESPONSES,
  /// A conversation in Anthropic's dialect.
  MESSAGES,
  /// How many tokens such a conversation has.
  COUNT_TOKENS
}
