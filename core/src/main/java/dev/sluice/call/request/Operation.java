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
  COUNT_TOKENS;

  /// Whether its body is a conversation in Anthropic's dialect.
  public boolean isOfMessages() {
    return this == MESSAGES || this == COUNT_TOKENS;
  }

  /// Whether a model works for it, which takes its time and is within the model's limits.
  public boolean asksModel() {
    return this != COUNT_TOKENS;
  }
}
