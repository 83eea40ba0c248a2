package dev.sluice.dialect.embed;

/// The form in which a provider is asked for embeddings. Its codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum EmbeddingForm {
  /// The form of OpenAI, and of servers that are compatible with it.
  OPENAI(new OpenAiEmbeddings(OpenAiSurface.OPENAI)),
  MISTRAL(new OpenAiEmbeddings(OpenAiSurface.MISTRAL)),
  VOYAGE(new OpenAiEmbeddings(OpenAiSurface.VOYAGE)),
  /// The form of Gemini, always a batch.
  GEMINI(new GeminiEmbeddings(true)),
  /// The form of Vertex AI for its older models.
  VERTEX(new VertexEmbeddings()),
  /// The form of Gemini for one input, in which Vertex AI is asked for its newer models.
  GEMINI_CONTENT(new GeminiEmbeddings(false)),
  /// The form of Cohere.
  COHERE(new CohereEmbeddings(false)),
  /// The form of Cohere's models at Amazon Bedrock.
  COHERE_AT_BEDROCK(new CohereEmbeddings(true)),
  /// The form of Amazon's own models at Bedrock.
  TITAN(new TitanEmbeddings());

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
