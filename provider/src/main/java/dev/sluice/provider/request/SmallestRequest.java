package dev.sluice.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.dialect.json.JsonStrings;
import java.nio.charset.StandardCharsets;

/// The smallest requests that a model can be asked: for one token to a word, or for the embedding
/// of one.
public final class SmallestRequest {
  private static final String TALK = "[{\"role\":\"user\",\"content\":\"Hi\"}]";
  private static final String CONTENT = "{\"parts\":[{\"text\":\"Hi\"}]}";

  private SmallestRequest() {}

  /// Returns the body of the smallest request, in the dialect of the operation.
  ///
  /// @param model the model's name at its provider
  /// @param older whether the server knows `max_tokens` alone, as chats were bounded in 2023
  /// @throws IllegalArgumentException for an operation whose answers are never so short
  public static byte[] body(Operation operation, String model, boolean older) {
    String bound = older ? "max_tokens" : "max_completion_tokens";
    String named = "\"model\":" + JsonStrings.quote(model);
    String body =
        switch (operation) {
          case CHAT -> named + ",\"messages\":" + TALK + ",\"" + bound + "\":1";
          case MESSAGES -> named + ",\"messages\":" + TALK + ",\"max_tokens\":1";
          case COMPLETIONS -> named + ",\"prompt\":\"Hi\",\"max_tokens\":1";
          // OpenAI refuses fewer; nothing is to be kept there.
          case RESPONSES -> named + ",\"input\":\"Hi\",\"max_output_tokens\":16,\"store\":false";
          case EMBEDDINGS, MODERATIONS -> named + ",\"input\":\"Hi\"";
          case COHERE_EMBED ->
              named
                  + ",\"texts\":[\"Hi\"],\"input_type\":\"search_document\""
                  + ",\"embedding_types\":[\"float\"]";
          case RERANK, COHERE_RERANK -> named + ",\"query\":\"Hi\",\"documents\":[\"Hi\"]";
          case NIM_RANKING ->
              named + ",\"query\":{\"text\":\"Hi\"},\"passages\":[{\"text\":\"Hi\"}]";
          case GENERATE ->
              "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]"
                  + ",\"generationConfig\":{\"maxOutputTokens\":1}";
          case EMBED_CONTENT -> "\"content\":" + CONTENT;
          case INVOKE_MODEL -> "\"inputText\":\"Hi\"";
          case PREDICT -> "\"instances\":[{\"content\":\"Hi\"}]";
          case BATCH_EMBED_CONTENTS ->
              "\"requests\":[{\"model\":"
                  + JsonStrings.quote("models/" + model)
                  + ",\"content\":"
                  + CONTENT
                  + "}]";
          default ->
              throw new IllegalArgumentException(operation + " has no answer that is as short");
        };
    return ("{" + body + "}").getBytes(StandardCharsets.UTF_8);
  }
}
