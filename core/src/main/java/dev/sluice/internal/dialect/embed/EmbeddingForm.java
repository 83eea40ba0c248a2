package dev.sluice.internal.dialect.embed;

import dev.sluice.call.request.Operation;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The form in which a provider is asked for embeddings. A codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum EmbeddingForm {
  /// OpenAI's, and that of servers that are compatible with it.
  OPENAI(Operation.EMBEDDINGS, new OpenAiEmbeddings(OpenAiSurface.OPENAI)),
  MISTRAL(Operation.EMBEDDINGS, new OpenAiEmbeddings(OpenAiSurface.MISTRAL)),
  VOYAGE(Operation.EMBEDDINGS, new OpenAiEmbeddings(OpenAiSurface.VOYAGE)),
  /// Gemini's own, a batch always.
  GEMINI(Operation.BATCH_EMBED_CONTENTS, new GeminiEmbeddings(true)),
  /// Cohere's own.
  COHERE(Operation.COHERE_EMBED, new CohereEmbeddings());

  private static final GeminiEmbeddings ONE = new GeminiEmbeddings(false);

  private final Operation asked;
  private final EmbeddingCodec codec;

  EmbeddingForm(Operation asked, EmbeddingCodec codec) {
    this.asked = asked;
    this.codec = codec;
  }

  /// All that clients ask for embeddings with.
  public static Set<Operation> operations() {
    return EnumSet.of(
        Operation.EMBEDDINGS,
        Operation.EMBED_CONTENT,
        Operation.BATCH_EMBED_CONTENTS,
        Operation.COHERE_EMBED);
  }

  /// The form in which clients ask for `operation`; empty where it asks for no embeddings.
  static Optional<EmbeddingForm> of(Operation operation) {
    return switch (operation) {
      case EMBEDDINGS -> Optional.of(OPENAI);
      case EMBED_CONTENT, BATCH_EMBED_CONTENTS -> Optional.of(GEMINI);
      case COHERE_EMBED -> Optional.of(COHERE);
      default -> Optional.empty();
    };
  }

  /// The codec for calls for `operation`, which is of this form.
  EmbeddingCodec codec(Operation operation) {
    return operation == Operation.EMBED_CONTENT ? ONE : codec;
  }

  EmbeddingCodec codec() {
    return codec;
  }

  /// What the provider is asked.
  public Operation asked() {
    return asked;
  }
}
