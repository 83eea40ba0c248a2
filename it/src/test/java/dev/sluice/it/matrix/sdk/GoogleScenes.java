package dev.sluice.it.matrix.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.types.Candidate;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// With Google's own client.
public final class GoogleScenes implements Scenes {
  private static final String MODEL = "gemini-3-flash-preview";
  private static final Map<String, Object> WEATHER =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer")));
  private static final Tool TOOLS =
      Tool.builder()
          .functionDeclarations(
              function("get_weather", WEATHER), function("get_time", Map.of("type", "object")))
          .build();

  private final Client client;
  private final Client other;

  /// @param url without a version
  public GoogleScenes(String url, String key) {
    client = client(url, key);
    other = client(url, "sk-wrong");
  }

  private static Client client(String url, String key) {
    return Client.builder()
        .apiKey(key)
        .httpOptions(
            HttpOptions.builder()
                .baseUrl(url)
                .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                .build())
        .build();
  }

  private static FunctionDeclaration function(String name, Map<String, Object> schema) {
    return FunctionDeclaration.builder()
        .name(name)
        .description("What it says.")
        .parametersJsonSchema(schema)
        .build();
  }

  private static GenerateContentConfig.Builder config() {
    return GenerateContentConfig.builder().maxOutputTokens(400);
  }

  private static Content user(Part... parts) {
    return Content.builder().role("user").parts(parts).build();
  }

  private GenerateContentResponse whole(List<Content> said, GenerateContentConfig config) {
    return client.models.generateContent(MODEL, said, config);
  }

  private GenerateContentResponse whole(String line, GenerateContentConfig config) {
    return whole(List.of(user(Part.fromText(line))), config);
  }

  /// The last chunk, with the parts of all.
  ///
  /// @param texts what each chunk has brought
  private GenerateContentResponse streamed(
      List<Content> said, GenerateContentConfig config, List<String> texts) {
    List<Part> parts = new ArrayList<>();
    List<GenerateContentResponse> chunks = new ArrayList<>();
    try (ResponseStream<GenerateContentResponse> stream =
        client.models.generateContentStream(MODEL, said, config)) {
      for (GenerateContentResponse chunk : stream) {
        chunks.add(chunk);
        parts.addAll(parts(chunk));
        texts.add(words(chunk, false));
      }
    }
    GenerateContentResponse last = chunks.getLast();
    Candidate candidate = last.candidates().orElseThrow().getFirst();
    if (candidate.finishReason().isEmpty()) {
      throw new IllegalStateException("the stream has no finish reason");
    }
    Content all = Content.builder().role("model").parts(parts).build();
    return last.toBuilder().candidates(candidate.toBuilder().content(all).build()).build();
  }

  private static List<Part> parts(GenerateContentResponse response) {
    return response.candidates().stream()
        .flatMap(List::stream)
        .flatMap(candidate -> candidate.content().stream())
        .flatMap(content -> content.parts().stream())
        .flatMap(List::stream)
        .toList();
  }

  private static String words(GenerateContentResponse response, boolean thought) {
    return parts(response).stream()
        .filter(part -> part.thought().orElse(false) == thought)
        .flatMap(part -> part.text().stream())
        .collect(Collectors.joining());
  }

  private static Content answer(GenerateContentResponse response) {
    return response.candidates().orElseThrow().getFirst().content().orElseThrow();
  }

  private static ObjectNode told(GenerateContentResponse response) {
    GenerateContentResponseUsageMetadata usage = response.usageMetadata().orElseThrow();
    return Scenes.told(
        words(response, false),
        response.candidates().orElseThrow().getFirst().finishReason().orElseThrow().toString(),
        usage.promptTokenCount().orElse(0),
        usage.cachedContentTokenCount().orElse(0),
        usage.candidatesTokenCount().orElse(0));
  }

  @Override
  public JsonNode text() {
    return told(whole("Play text.", config().build()));
  }

  @Override
  public JsonNode stream() {
    List<String> texts = new ArrayList<>();
    var config = config().systemInstruction(Content.fromParts(Part.fromText("Be brief."))).build();
    var response = streamed(List.of(user(Part.fromText("Play stream."))), config, texts);
    texts.removeIf(String::isEmpty);
    return told(response).set("parts", IntNode.valueOf(texts.size()));
  }

  @Override
  public JsonNode tools() {
    var config = config().tools(TOOLS).build();
    List<Content> said = new ArrayList<>(List.of(user(Part.fromText("Play tools."))));
    ArrayNode rounds = JSON.createArrayNode();
    for (; ; ) {
      var response =
          rounds.isEmpty() ? streamed(said, config, new ArrayList<>()) : whole(said, config);
      List<FunctionCall> calls =
          parts(response).stream().flatMap(part -> part.functionCall().stream()).toList();
      if (calls.isEmpty()) {
        return told(response).set("rounds", rounds);
      }
      ArrayNode round = rounds.addArray();
      calls.forEach(
          one -> round.addObject().put("name", one.name().orElseThrow()).set("input", input(one)));
      said.add(answer(response));
      said.add(user(calls.stream().map(GoogleScenes::result).toArray(Part[]::new)));
    }
  }

  private static JsonNode input(FunctionCall call) {
    return JSON.valueToTree(call.args().orElse(Map.of()));
  }

  private static Part result(FunctionCall call) {
    String name = call.name().orElseThrow();
    var response =
        FunctionResponse.builder()
            .name(name)
            .response(Map.of("output", Scenes.returned(name, input(call))));
    call.id().ifPresent(response::id);
    return Part.builder().functionResponse(response.build()).build();
  }

  @Override
  public JsonNode image() {
    Part image = Part.fromBytes(Base64.getDecoder().decode(RED_DOT), "image/png");
    return told(whole(List.of(user(Part.fromText("Play image."), image)), config().build()));
  }

  @Override
  public JsonNode schema() {
    var config = config().responseMimeType("application/json").responseJsonSchema(WEATHER).build();
    try {
      return JSON.readTree(words(whole("Play schema.", config), false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public JsonNode thinking() {
    var thinking = ThinkingConfig.builder().includeThoughts(true).build();
    var config = config().maxOutputTokens(8000).thinkingConfig(thinking).build();
    List<Content> said = new ArrayList<>(List.of(user(Part.fromText("Play thinking."))));
    var first = streamed(said, config, new ArrayList<>());
    said.addAll(List.of(answer(first), user(Part.fromText("Again."))));
    var second = whole(said, config);
    return Scenes.thought(words(first, true), words(first, false), words(second, false));
  }

  @Override
  public Optional<JsonNode> count() {
    var count = client.models.countTokens(MODEL, "Play count.", null);
    return count.totalTokens().map(IntNode::valueOf);
  }

  @Override
  public void failing(String line, boolean streamed) {
    if (streamed) {
      streamed(List.of(user(Part.fromText(line))), config().build(), new ArrayList<>());
    } else {
      whole(line, config().build());
    }
  }

  @Override
  public void denied() {
    other.models.generateContent(MODEL, "Play text.", null);
  }

  @Override
  public JsonNode failure(RuntimeException e) {
    ObjectNode seen = JSON.createObjectNode().put("class", e.getClass().getSimpleName());
    if (e instanceof ApiException api) {
      seen.put("status", api.code()).put("type", api.status());
    }
    return seen;
  }
}
