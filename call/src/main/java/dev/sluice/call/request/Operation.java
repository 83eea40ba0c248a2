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
  COUNT_TOKENS,
  /// How many tokens a conversation of the Responses API has.
  INPUT_TOKENS,
  /// A shorter form of such a conversation.
  COMPACT,
  /// Something about a response that its provider holds.
  STORED_RESPONSE,
  /// A conversation in Gemini's dialect.
  GENERATE,
  /// How many tokens such a conversation has.
  GENERATE_COUNT,
  /// The embedding of one content in Gemini's dialect.
  EMBED_CONTENT,
  /// The embeddings of several.
  BATCH_EMBED_CONTENTS,
  /// Embeddings in Cohere's dialect.
  COHERE_EMBED;

  /// Whether its body is a conversation in Anthropic's dialect.
  public boolean isOfMessages() {
    return this == MESSAGES || this == COUNT_TOKENS;
  }

  /// Whether its body is a conversation of the Responses API.
  public boolean isOfResponses() {
    return this == RESPONSES || this == INPUT_TOKENS || this == COMPACT;
  }

  /// Whether it is asked in Gemini's dialect, where the path names the model and says whether the
  /// answer is to be streamed.
  public boolean isOfGemini() {
    return switch (this) {
      case GENERATE, GENERATE_COUNT, EMBED_CONTENT, BATCH_EMBED_CONTENTS -> true;
      default -> false;
    };
  }

  /// Whether a model works for it, which takes its time and is within the model's limits.
  public boolean asksModel() {
    return switch (this) {
      case CHAT, COMPLETIONS, EMBEDDINGS, MODERATIONS, RESPONSES, MESSAGES, COMPACT -> true;
      case GENERATE, EMBED_CONTENT, BATCH_EMBED_CONTENTS, COHERE_EMBED -> true;
      case COUNT_TOKENS, INPUT_TOKENS, STORED_RESPONSE, GENERATE_COUNT -> false;
    };
  }
}
