package dev.sluice.call.request;

/// The kind of work that a call asks a model for. A target serves some operations.
public enum Operation {
  CHAT,
  COMPLETIONS,
  EMBEDDINGS,
  MODERATIONS,
  RESPONSES,
  /// A conversation in Anthropic's dialect.
  MESSAGES,
  /// The number of tokens of a conversation in Anthropic's dialect.
  COUNT_TOKENS,
  /// The number of tokens of a conversation of the Responses API.
  INPUT_TOKENS,
  /// A shorter form of a conversation of the Responses API.
  COMPACT,
  /// A question about a response that its provider holds.
  STORED_RESPONSE,
  /// A conversation in Gemini's dialect.
  GENERATE,
  /// The number of tokens of a conversation in Gemini's dialect.
  GENERATE_COUNT,
  /// The embedding of one content in Gemini's dialect.
  EMBED_CONTENT,
  /// The embeddings of several contents in Gemini's dialect.
  BATCH_EMBED_CONTENTS,
  /// Embeddings in Cohere's dialect.
  COHERE_EMBED,
  /// Embeddings in the dialect of Google Vertex AI for its older models.
  PREDICT;

  /// Whether the body is a conversation in Anthropic's dialect.
  public boolean isOfMessages() {
    return this == MESSAGES || this == COUNT_TOKENS;
  }

  /// Whether the body is a conversation of the Responses API.
  public boolean isOfResponses() {
    return this == RESPONSES || this == INPUT_TOKENS || this == COMPACT;
  }

  /// Whether the operation is one of Gemini's dialect, or of Vertex AI's, where the path names the
  /// model and says whether the answer is to be streamed.
  public boolean isOfGemini() {
    return switch (this) {
      case GENERATE, GENERATE_COUNT, EMBED_CONTENT, BATCH_EMBED_CONTENTS, PREDICT -> true;
      default -> false;
    };
  }

  /// Whether a model works for the operation, which takes time and counts against the model's
  /// limits.
  public boolean asksModel() {
    return switch (this) {
      case CHAT, COMPLETIONS, EMBEDDINGS, MODERATIONS, RESPONSES, MESSAGES, COMPACT -> true;
      case GENERATE, EMBED_CONTENT, BATCH_EMBED_CONTENTS, COHERE_EMBED, PREDICT -> true;
      case COUNT_TOKENS, INPUT_TOKENS, STORED_RESPONSE, GENERATE_COUNT -> false;
    };
  }
}
