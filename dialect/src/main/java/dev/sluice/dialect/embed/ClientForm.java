package dev.sluice.dialect.embed;

/// The form in which a client asks for embeddings, by the endpoint. Its codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum ClientForm {
  /// The form of OpenAI.
  EMBEDDINGS(EmbeddingForm.OPENAI, EmbeddingForm.OPENAI.codec()),
  /// The form of Gemini for one input.
  EMBED_CONTENT(EmbeddingForm.GEMINI, new GeminiEmbeddings(false)),
  /// The form of Gemini for a batch.
  BATCH_EMBED_CONTENTS(EmbeddingForm.GEMINI, EmbeddingForm.GEMINI.codec()),
  /// The form of Vertex AI.
  PREDICT(EmbeddingForm.VERTEX, EmbeddingForm.VERTEX.codec()),
  /// The form of Cohere.
  COHERE_EMBED(EmbeddingForm.COHERE, EmbeddingForm.COHERE.codec());

  private final EmbeddingForm form;
  private final EmbeddingCodec codec;

  ClientForm(EmbeddingForm form, EmbeddingCodec codec) {
    this.form = form;
    this.codec = codec;
  }

  /// The provider's form that is the same dialect.
  EmbeddingForm form() {
    return form;
  }

  /// Whether requests pass as they are where a provider is asked in this form.
  boolean isAsked(EmbeddingForm provider) {
    return provider == EmbeddingForm.GEMINI_CONTENT ? this == EMBED_CONTENT : form == provider;
  }

  EmbeddingCodec codec() {
    return codec;
  }
}
