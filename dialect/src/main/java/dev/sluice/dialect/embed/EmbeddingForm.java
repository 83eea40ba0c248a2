package dev.sluice.dialect.embed;

/// The form in which a provider is asked for embeddings. A codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum EmbeddingForm {
  /// OpenAI's, and that of servers that are compatible with it.
  OPENAI(new OpenAiEmbeddings(OpenAiSurface.OPENAI)),
  MISTRAL(new OpenAiEmbeddings(OpenAiSurface.MISTRAL)),
  VOYAGE(new OpenAiEmbeddings(OpenAiSurface.VOYAGE)),
  /// Gemini's own, a batch always.
  GEMINI(new GeminiEmbeddings(true)),
  /// Cohere's own.
  COHERE(new CohereEmbeddings());

  private final EmbeddingCodec codec;

  EmbeddingForm(EmbeddingCodec codec) {
    this.codec = codec;
  }

  EmbeddingCodec codec() {
    return codec;
  }

  /// Whether the provider is asked at OpenAI's endpoint.
  boolean isAskedAsOpenAi() {
    return codec instanceof OpenAiEmbeddings;
  }
}
