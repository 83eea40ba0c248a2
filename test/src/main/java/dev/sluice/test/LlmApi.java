package dev.sluice.test;

import dev.sluice.sim.Form;
import dev.sluice.sim.dialect.Operation;
import dev.sluice.sim.gemini.GeminiPath;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.Objects;

/// The APIs that calls are made to.
public enum LlmApi {
  /// OpenAI's `/chat/completions`.
  CHAT(true),
  /// OpenAI's `/completions`.
  COMPLETIONS(true),
  /// OpenAI's `/responses`.
  RESPONSES(true),
  /// Anthropic's `/messages`.
  MESSAGES(true),
  /// Gemini's `generateContent` and `streamGenerateContent`.
  GEMINI(true),
  /// Embeddings of OpenAI, Gemini, Cohere, Mistral or Voyage.
  EMBEDDINGS(false),
  /// OpenAI's `/moderations`. A call is answered without a script.
  MODERATIONS(false),
  /// The count of a prompt's tokens, in any dialect. A call is answered without a script.
  TOKEN_COUNT(false),
  /// A path that no provider serves.
  UNKNOWN(false);

  private final boolean generates;

  LlmApi(boolean generates) {
    this.generates = generates;
  }

  /// Returns whether calls are answered with a text.
  public boolean generates() {
    return generates;
  }

  /// Returns whether calls are answered without a script.
  boolean needsNoScript() {
    return this == MODERATIONS || this == TOKEN_COUNT;
  }

  static LlmApi of(Form form, ReceivedRequest request) {
    if (!form.asksModel(request)) {
      return UNKNOWN;
    }
    return switch (form) {
      case VENDOR -> EMBEDDINGS;
      case UNIT -> UNKNOWN;
      case GEMINI -> of(Objects.requireNonNull(GeminiPath.of(request)).verb());
      default -> of(Objects.requireNonNull(Form.operationAt(request.path())));
    };
  }

  private static LlmApi of(GeminiPath.Verb verb) {
    return switch (verb) {
      case GENERATE, STREAM -> GEMINI;
      case COUNT -> TOKEN_COUNT;
      case EMBED, BATCH_EMBED, PREDICT -> EMBEDDINGS;
    };
  }

  private static LlmApi of(Operation operation) {
    return switch (operation) {
      case CHAT -> CHAT;
      case COMPLETIONS -> COMPLETIONS;
      case RESPONSES, COMPACT -> RESPONSES;
      case MESSAGES -> MESSAGES;
      case EMBEDDINGS -> EMBEDDINGS;
      case MODERATIONS -> MODERATIONS;
      case INPUT_TOKENS, COUNT_TOKENS -> TOKEN_COUNT;
    };
  }
}
