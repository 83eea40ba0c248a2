package dev.sluice.dialect.embed;

/// The form in which a client asks for embeddings, by the endpoint. A codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum ClientForm {
  /// OpenAI's.
  EMBEDDINGS(EmbeddingForm.OPENAI, EmbeddingForm.OPENAI.codec()),
  /// Gemini's own, for one input.
  EMBED_CONTENT(EmbeddingForm.GEMINI, new GeminiEmbeddings(false)),
  /// Gemini's own, a batch.
  BATCH_EMBED_CONTENTS(EmbeddingForm.GEMINI, EmbeddingForm.GEMINI.codec()),
  /// Cohere's own.
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

  EmbeddingCodec codec() {
    return codec;
  }
}
