package dev.sluice;

import dev.sluice.call.request.Operation;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds the text that a model has said in an answer, or in one event of it: that of its first
/// choice, without thinking, refusals, and calls of tools. Pure functions.
@FunctionalInterface
interface TextDeltas {
  /// Hands on each text of `top`, in its order; none is empty.
  ///
  /// @param streamed whether `top` is one event of a stream
  void find(JsonNode top, boolean streamed, Consumer<String> found);

  /// The finder for the answers of an operation; empty where they have no text.
  static Optional<TextDeltas> of(Operation operation) {
    return switch (operation) {
      case CHAT -> Optional.of(TextDeltas::chat);
      case COMPLETIONS -> Optional.of(TextDeltas::completions);
      case RESPONSES -> Optional.of(TextDeltas::responses);
      case MESSAGES -> Optional.of(TextDeltas::messages);
      case GENERATE -> Optional.of(TextDeltas::gemini);
      case EMBEDDINGS, MODERATIONS, COUNT_TOKENS, INPUT_TOKENS, COMPACT, STORED_RESPONSE ->
          Optional.empty();
      case GENERATE_COUNT, EMBED_CONTENT, BATCH_EMBED_CONTENTS, COHERE_EMBED, PREDICT ->
          Optional.empty();
      case INVOKE_MODEL, RERANK, COHERE_RERANK, NIM_RANKING, SPEECH, IMAGES -> Optional.empty();
      case IMAGE_EDITS, IMAGE_VARIATIONS, TRANSCRIPTIONS, TRANSLATIONS -> Optional.empty();
      case PREDICT_IMAGES, PASS_THROUGH -> Optional.empty();
    };
  }

  private static void chat(JsonNode top, boolean streamed, Consumer<String> found) {
    JsonNode choice = first(top.children("choices"));
    JsonNode said = choice == null ? null : choice.get(streamed ? "delta" : "message");
    JsonNode content = said == null ? null : said.get("content");
    if (content != null && content.is(JsonKind.STRING)) {
      add(content.text(), found);
    } else if (content != null) {
      typed(content.children(), "text", found);
    }
  }

  private static void completions(JsonNode top, boolean streamed, Consumer<String> found) {
    JsonNode choice = first(top.children("choices"));
    if (choice != null) {
      add(choice.string("text", ""), found);
    }
  }

  private static void responses(JsonNode top, boolean streamed, Consumer<String> found) {
    if (!streamed) {
      top.children("output").forEach(item -> typed(item.children("content"), "output_text", found));
    } else if (top.string("type", "").equals("response.output_text.delta")) {
      add(top.string("delta", ""), found);
    }
  }

  private static void messages(JsonNode top, boolean streamed, Consumer<String> found) {
    if (!streamed) {
      typed(top.children("content"), "text", found);
      return;
    }
    JsonNode delta = top.get("delta");
    JsonNode block = top.get("content_block");
    if (delta != null && delta.string("type", "").equals("text_delta")) {
      add(delta.string("text", ""), found);
    } else if (block != null) {
      typed(List.of(block), "text", found);
    }
  }

  private static void gemini(JsonNode top, boolean streamed, Consumer<String> found) {
    JsonNode candidate = first(top.children("candidates"));
    JsonNode content = candidate == null ? null : candidate.get("content");
    if (content != null) {
      for (JsonNode part : content.children("parts")) {
        if (!part.isTrue("thought")) {
          add(part.string("text", ""), found);
        }
      }
    }
  }

  private static void typed(List<JsonNode> parts, String type, Consumer<String> found) {
    for (JsonNode part : parts) {
      if (part.string("type", "").equals(type)) {
        add(part.string("text", ""), found);
      }
    }
  }

  /// The choice that is, or says that it is, the first.
  private static @Nullable JsonNode first(List<JsonNode> choices) {
    for (JsonNode choice : choices) {
      if (choice.number("index", 0) == 0) {
        return choice;
      }
    }
    return null;
  }

  private static void add(String text, Consumer<String> found) {
    if (!text.isEmpty()) {
      found.accept(text);
    }
  }
}
