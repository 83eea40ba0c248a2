package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.it.matrix.provider.Spoken.Calling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gemini's own dialect, of a model that signs its calls, and the end of what it has thought about.
final class GeminiSpeech implements Speech {
  static final String SIGNATURE = "c2lnbmVkIGJ5IEdvb2dsZQ==";
  static final String CALL = "call_";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Play PLAY = new Play(CALL, "");
  private static final String STREAMS = ":streamGenerateContent";

  @Override
  public String path() {
    return "/v1beta/models/";
  }

  @Override
  public Asked read(String path, JsonNode request) throws Unexpected {
    return GeminiRequest.read(path.substring(path().length(), path.lastIndexOf(':')), request);
  }

  @Override
  public boolean streams(String path, JsonNode request) {
    return path.endsWith(STREAMS);
  }

  @Override
  public Optional<String> count(String path) {
    return path.endsWith(":countTokens") ? Optional.of("{\"totalTokens\":30}") : Optional.empty();
  }

  @Override
  public Spoken answer(Asked asked) throws Unexpected {
    return PLAY.answer(asked);
  }

  @Override
  public String whole(Spoken answer) {
    Spoken joined =
        answer.parts().isEmpty()
            ? answer
            : new Spoken(answer.thought(), List.of(answer.text()), answer.calls());
    return response(parts(joined, List.of(answer.thought())), true).toString();
  }

  @Override
  public List<String> stream(Spoken answer, JsonNode request) {
    List<ObjectNode> parts = parts(answer, List.of(answer.thought().split("(?<=\n)", -1)));
    List<String> events = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      ObjectNode event = response(parts.subList(i, i + 1), i == parts.size() - 1);
      events.add("data: " + event + "\n\n");
    }
    return events;
  }

  private static List<ObjectNode> parts(Spoken answer, List<String> thoughts) {
    List<ObjectNode> parts = new ArrayList<>();
    for (String line : thoughts) {
      if (!line.isEmpty()) {
        parts.add(JSON.createObjectNode().put("text", line).put("thought", true));
      }
    }
    answer.parts().forEach(part -> parts.add(JSON.createObjectNode().put("text", part)));
    if (!answer.thought().isEmpty()) {
      parts.getLast().put("thoughtSignature", SIGNATURE);
    }
    List<Calling> calls = answer.calls();
    for (int i = 0; i < calls.size(); i++) {
      ObjectNode part = JSON.createObjectNode().set("functionCall", call(calls.get(i)));
      parts.add(i == 0 ? part.put("thoughtSignature", SIGNATURE) : part);
    }
    return parts;
  }

  private static ObjectNode call(Calling call) {
    ObjectNode node = JSON.createObjectNode().put("id", call.id()).put("name", call.name());
    try {
      return node.set("args", JSON.readTree(call.arguments()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode response(List<ObjectNode> parts, boolean last) {
    ObjectNode candidate = JSON.createObjectNode();
    ArrayNode content = candidate.putObject("content").put("role", "model").putArray("parts");
    parts.forEach(content::add);
    candidate.put("index", 0);
    if (last) {
      candidate.put("finishReason", "STOP");
    }
    ObjectNode response = JSON.createObjectNode();
    response.putArray("candidates").add(candidate);
    response
        .putObject("usageMetadata")
        .put("promptTokenCount", 30)
        .put("cachedContentTokenCount", 10)
        .put("candidatesTokenCount", last ? 12 : 1)
        .put("totalTokenCount", last ? 42 : 31);
    return response.put("modelVersion", "gemini-3-flash-preview").put("responseId", "r-1");
  }

  @Override
  public int firstWords() {
    return 1;
  }

  @Override
  public int status(Trouble trouble) {
    return switch (trouble) {
      case MISSING -> 404;
      case RATE -> 429;
      case INTERNAL -> 500;
      case OVERLOADED -> 503;
      default -> 400;
    };
  }

  @Override
  public String error(Trouble trouble, String message) {
    String word =
        switch (trouble) {
          case MISSING -> "NOT_FOUND";
          case RATE -> "RESOURCE_EXHAUSTED";
          case INTERNAL -> "INTERNAL";
          case OVERLOADED -> "UNAVAILABLE";
          default -> "INVALID_ARGUMENT";
        };
    ObjectNode error = JSON.createObjectNode();
    error
        .putObject("error")
        .put("code", status(trouble))
        .put("message", message)
        .put("status", word);
    return error.toString();
  }

  @Override
  public String errorEvent(Trouble trouble, String message) {
    return "data: " + error(trouble, message) + "\n\n";
  }
}
