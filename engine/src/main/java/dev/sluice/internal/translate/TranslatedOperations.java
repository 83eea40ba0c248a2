package dev.sluice.internal.translate;

import dev.sluice.call.request.Operation;
import dev.sluice.dialect.CountForm;
import dev.sluice.dialect.WireDialect;
import dev.sluice.dialect.embed.ClientForm;
import dev.sluice.dialect.embed.EmbeddingForm;
import dev.sluice.dialect.image.ImageForm;
import dev.sluice.dialect.rerank.RerankClient;
import dev.sluice.dialect.rerank.RerankForm;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The operations that can be translated, by the dialects in which they are asked.
public final class TranslatedOperations {
  private static final Map<Operation, ClientForm> FORMS =
      new EnumMap<>(
          Map.of(
              Operation.EMBEDDINGS, ClientForm.EMBEDDINGS,
              Operation.EMBED_CONTENT, ClientForm.EMBED_CONTENT,
              Operation.BATCH_EMBED_CONTENTS, ClientForm.BATCH_EMBED_CONTENTS,
              Operation.COHERE_EMBED, ClientForm.COHERE_EMBED,
              Operation.PREDICT, ClientForm.PREDICT));

  private static final Map<Operation, RerankClient> RERANKS =
      new EnumMap<>(
          Map.of(
              Operation.RERANK, RerankClient.RERANK,
              Operation.COHERE_RERANK, RerankClient.COHERE_RERANK,
              Operation.NIM_RANKING, RerankClient.NIM_RANKING));

  private TranslatedOperations() {}

  /// Returns the operation that asks for a conversation in `dialect`.
  static Operation conversation(WireDialect dialect) {
    return switch (dialect) {
      case CHAT -> Operation.CHAT;
      case ANTHROPIC -> Operation.MESSAGES;
      case RESPONSES -> Operation.RESPONSES;
      case GEMINI -> Operation.GENERATE;
    };
  }

  /// Returns the operation by which clients of `dialect` count the tokens of a conversation; empty
  /// where they cannot.
  static Optional<Operation> counting(WireDialect dialect) {
    return switch (dialect) {
      case CHAT -> Optional.empty();
      case ANTHROPIC -> Optional.of(Operation.COUNT_TOKENS);
      case RESPONSES -> Optional.of(Operation.INPUT_TOKENS);
      case GEMINI -> Optional.of(Operation.GENERATE_COUNT);
    };
  }

  /// Returns the operation by which a provider is asked for a count of tokens.
  public static Operation counting(CountForm form) {
    return switch (form) {
      case MESSAGES -> Operation.COUNT_TOKENS;
      case INPUT_TOKENS -> Operation.INPUT_TOKENS;
      case GENERATE, VERTEX -> Operation.GENERATE_COUNT;
    };
  }

  /// Returns the dialect of calls for `operation`; empty where they are in none that can be
  /// translated.
  static Optional<WireDialect> dialect(Operation operation) {
    return Stream.of(WireDialect.values())
        .filter(
            dialect ->
                conversation(dialect) == operation
                    || counting(dialect).filter(operation::equals).isPresent())
        .findFirst();
  }

  /// Returns all operations that can be asked in one of these dialects, and so of each provider
  /// that speaks one of them.
  static Set<Operation> conversations() {
    return Stream.of(Operation.values())
        .filter(operation -> dialect(operation).isPresent())
        .collect(Collectors.toSet());
  }

  /// Returns all operations that clients ask for embeddings with, and their forms.
  static Map<Operation, ClientForm> embeddings() {
    return FORMS;
  }

  /// Returns all operations that clients ask for reranks with, and their forms.
  static Map<Operation, RerankClient> reranks() {
    return RERANKS;
  }

  /// Returns the operation that a provider is asked for reranks with.
  public static Operation reranking(RerankForm form) {
    return switch (form) {
      case JINA, VOYAGE -> Operation.RERANK;
      case COHERE -> Operation.COHERE_RERANK;
      case NIM -> Operation.NIM_RANKING;
    };
  }

  /// Returns the operation that a provider is asked for pictures with.
  static Operation drawing(ImageForm form) {
    return switch (form) {
      case GEMINI -> Operation.GENERATE;
      case IMAGEN -> Operation.PREDICT_IMAGES;
    };
  }

  /// Returns the operation that a provider is asked for embeddings with.
  public static Operation embedding(EmbeddingForm form) {
    return switch (form) {
      case OPENAI, MISTRAL, VOYAGE -> Operation.EMBEDDINGS;
      case GEMINI -> Operation.BATCH_EMBED_CONTENTS;
      case VERTEX -> Operation.PREDICT;
      case GEMINI_CONTENT -> Operation.EMBED_CONTENT;
      case COHERE -> Operation.COHERE_EMBED;
      case COHERE_AT_BEDROCK, TITAN -> Operation.INVOKE_MODEL;
    };
  }
}
