package dev.sluice.dialect.embed;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The task that vectors are for, by the names that vendors have for it. A model makes another
/// vector of the same text for another task.
enum EmbeddingTask {
  QUERY("RETRIEVAL_QUERY", "search_query", "query"),
  DOCUMENT("RETRIEVAL_DOCUMENT", "search_document", "document"),
  CLASSIFICATION("CLASSIFICATION", "classification", ""),
  CLUSTERING("CLUSTERING", "clustering", ""),
  SIMILARITY("SEMANTIC_SIMILARITY", "", ""),
  QUESTION_ANSWERING("QUESTION_ANSWERING", "", ""),
  FACT_VERIFICATION("FACT_VERIFICATION", "", ""),
  CODE_QUERY("CODE_RETRIEVAL_QUERY", "", "");

  private final String gemini;
  private final String cohere;
  private final String voyage;

  EmbeddingTask(String gemini, String cohere, String voyage) {
    this.gemini = gemini;
    this.cohere = cohere;
    this.voyage = voyage;
  }

  /// The task of this name, at whichever vendor; empty where no vendor has such a task.
  public static Optional<EmbeddingTask> named(String name) {
    return Stream.of(values()).filter(task -> task.is(name)).findFirst();
  }

  private boolean is(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !lower.isEmpty()
        && (gemini.equals(name) || cohere.equals(lower) || voyage.equals(lower));
  }

  /// The name that Gemini has for the task.
  public String gemini() {
    return gemini;
  }

  /// The name that Cohere has for the task; empty where it has none.
  public Optional<String> cohere() {
    return Optional.of(cohere).filter(name -> !name.isEmpty());
  }

  /// The name that Voyage has for the task; empty where it has none.
  public Optional<String> voyage() {
    return Optional.of(voyage).filter(name -> !name.isEmpty());
  }
}
