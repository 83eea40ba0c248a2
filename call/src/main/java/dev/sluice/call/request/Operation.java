package dev.sluice.call.request;

import java.util.Arrays;
import java.util.List;

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
  PREDICT,
  /// Embeddings in the dialects that models have at Amazon Bedrock, where the path names the model.
  /// Providers alone are asked for it.
  INVOKE_MODEL,
  /// An order of documents by a query, in the form of Jina, Voyage, vLLM and others.
  RERANK,
  /// The same in Cohere's dialect.
  COHERE_RERANK,
  /// The same in the form of NVIDIA's NIM.
  NIM_RANKING,
  /// A text that is spoken.
  SPEECH,
  /// Pictures that are drawn.
  IMAGES,
  /// Pictures that are drawn after others, which the request holds.
  IMAGE_EDITS,
  /// Pictures that are like another one.
  IMAGE_VARIATIONS,
  /// The text of a sound.
  TRANSCRIPTIONS,
  /// The text of a sound, in English.
  TRANSLATIONS,
  /// Pictures that are drawn, in the form of Imagen's models at Google.
  PREDICT_IMAGES,
  /// A request to one of a provider's own paths, which passes as it is.
  PASS_THROUGH;

  /// The operations that clients ask for by a path of the gateway's own.
  public static List<Operation> ofClients() {
    return Arrays.stream(values())
        .filter(operation -> operation != INVOKE_MODEL && operation != PASS_THROUGH)
        .toList();
  }

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
      case PREDICT_IMAGES -> true;
      default -> false;
    };
  }

  /// Whether the answer is sound or pictures: large, never the same twice, and dear.
  public boolean makesMedia() {
    return this == SPEECH || draws();
  }

  /// Whether the answer is pictures.
  public boolean draws() {
    return switch (this) {
      case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, PREDICT_IMAGES -> true;
      default -> false;
    };
  }

  /// Whether the request holds a sound, of which the answer is the text.
  public boolean hears() {
    return this == TRANSCRIPTIONS || this == TRANSLATIONS;
  }

  /// How the body of a request may be written.
  public Form form() {
    return switch (this) {
      case IMAGE_VARIATIONS, TRANSCRIPTIONS, TRANSLATIONS -> Form.PARTS;
      case IMAGE_EDITS -> Form.EITHER;
      case PASS_THROUGH -> Form.ANY;
      default -> Form.JSON;
    };
  }

  /// How the body of a request may be written.
  public enum Form {
    JSON,
    /// A form in parts (`multipart/form-data`).
    PARTS,
    EITHER,
    /// Bytes of which nobody here reads anything; or none.
    ANY
  }

  /// Whether a model works for the operation, which takes time and counts against the model's
  /// limits.
  public boolean asksModel() {
    return switch (this) {
      case CHAT, COMPLETIONS, EMBEDDINGS, MODERATIONS, RESPONSES, MESSAGES, COMPACT -> true;
      case GENERATE, EMBED_CONTENT, BATCH_EMBED_CONTENTS, COHERE_EMBED, PREDICT -> true;
      case INVOKE_MODEL, RERANK, COHERE_RERANK, NIM_RANKING, SPEECH, IMAGES -> true;
      case IMAGE_EDITS, IMAGE_VARIATIONS, TRANSCRIPTIONS, TRANSLATIONS -> true;
      case PREDICT_IMAGES, PASS_THROUGH -> true;
      case COUNT_TOKENS, INPUT_TOKENS, STORED_RESPONSE, GENERATE_COUNT -> false;
    };
  }
}
