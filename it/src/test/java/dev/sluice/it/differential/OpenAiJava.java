package dev.sluice.it.differential;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ObjectMappers;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionChunk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// The official client for Java, in this process.
final class OpenAiJava implements Client {
  private static final JsonMapper MAPPER = ObjectMappers.jsonMapper();
  private static final int AT_A_TIME = 6;

  /// One for all, with one pool of connections; each call has its own options.
  private static final OpenAIClient CLIENT = OpenAIOkHttpClient.builder().apiKey("none").build();

  private static final Duration AGAIN = Duration.ofMillis(250);

  @Override
  public String name() {
    return "java";
  }

  @Override
  public boolean makes(Case one) {
    return true;
  }

  @Override
  public Map<String, JsonNode> run(List<? extends JsonNode> tasks) throws InterruptedException {
    Map<String, Future<JsonNode>> running = new HashMap<>();
    Map<String, JsonNode> seen = new HashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (JsonNode task : tasks) {
        running.put(task.path("name").asText(), threads.submit(() -> compared(task)));
      }
      for (var entry : running.entrySet()) {
        seen.put(entry.getKey(), entry.getValue().get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return seen;
  }

  private static JsonNode compared(JsonNode task) {
    ObjectNode seen = Yaml.JSON.createObjectNode();
    for (String side : List.of("straight", "through")) {
      var calls = seen.putArray(side);
      for (JsonNode call : task.path("calls")) {
        OpenAiJavaCall one = new OpenAiJavaCall(client(call, task.path(side)), call);
        for (int i = 0; i < call.path("times").asInt(1); i++) {
          calls.add(perform(one, call, task.path(side).path("prefix").asText()));
        }
      }
    }
    return seen;
  }

  private static OpenAIClient client(JsonNode call, JsonNode where) {
    return CLIENT.withOptions(
        options ->
            options
                .baseUrl(where.path("url").asText())
                .apiKey(where.path("key").asText())
                .maxRetries(call.path("retries").asInt())
                .timeout(Duration.ofSeconds(call.path("timeout_seconds").asInt(60))));
  }

  /// A call that may fail for a while is made again until it does not, or its time is up.
  private static JsonNode perform(OpenAiJavaCall one, JsonNode call, String prefix) {
    Instant end = Instant.now().plusSeconds(call.path("until_well_seconds").asInt());
    return await()
        .forever()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(AGAIN)
        .until(
            () -> once(one, call, prefix),
            seen -> !seen.has("error") || !Instant.now().isBefore(end));
  }

  private static JsonNode once(OpenAiJavaCall one, JsonNode call, String prefix) {
    ObjectNode seen = MAPPER.createObjectNode();
    try {
      if (call.path("stream").asBoolean()) {
        try (var response = one.stream(prefix)) {
          streamed(response, seen);
        }
      } else {
        try (var response = one.whole(prefix)) {
          head(response.statusCode(), response.headers(), seen);
          seen.set("answer", MAPPER.valueToTree(response.parse()));
        }
      }
    } catch (OpenAIException e) {
      seen.set("error", failure(e));
    }
    return seen;
  }

  private static void head(int status, Headers headers, ObjectNode seen) {
    seen.put("status", status);
    ObjectNode all = seen.putObject("headers");
    headers
        .asMap()
        .forEach(
            (name, values) -> all.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
  }

  private static void streamed(
      HttpResponseFor<? extends StreamResponse<?>> response, ObjectNode seen) {
    head(response.statusCode(), response.headers(), seen);
    var events = seen.putArray("events");
    List<ChatCompletionChunk> chunks = new ArrayList<>();
    try (StreamResponse<?> stream = response.parse()) {
      stream.stream()
          .forEach(
              event -> {
                events.add(MAPPER.<JsonNode>valueToTree(event));
                if (event instanceof ChatCompletionChunk chunk) {
                  chunks.add(chunk);
                }
              });
    } catch (OpenAIException e) {
      seen.set("error", failure(e));
    }
    if (!chunks.isEmpty()) {
      seen.set("accumulated", accumulated(chunks));
    }
  }

  private static JsonNode accumulated(List<ChatCompletionChunk> chunks) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try {
      chunks.forEach(accumulator::accumulate);
      return MAPPER.valueToTree(accumulator.chatCompletion());
    } catch (OpenAIException | IllegalStateException e) {
      return failure(e);
    }
  }

  private static JsonNode failure(RuntimeException e) {
    ObjectNode seen = MAPPER.createObjectNode();
    seen.put("class", e.getClass().getSimpleName()).put("message", e.getMessage());
    if (e instanceof OpenAIServiceException service) {
      head(service.statusCode(), service.headers(), seen);
      said("code", service::code, seen);
      said("param", service::param, seen);
      said("type", service::type, seen);
      if (!service.body().isMissing()) {
        seen.set("body", MAPPER.valueToTree(service.body()));
      }
    }
    return seen;
  }

  /// The client wants a type, which not every provider gives.
  private static void said(String name, Supplier<Optional<String>> value, ObjectNode seen) {
    try {
      value.get().ifPresent(text -> seen.put(name, text));
    } catch (OpenAIException e) {
      seen.put(name, e.getMessage());
    }
  }
}
