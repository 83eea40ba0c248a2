package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.dialect.Vector;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.wire.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Embeddings of each client's form by providers of each, over sockets: the vectors are the
/// provider's own, in the order of the inputs, and what a vector is of is never mixed.
class EmbeddingFormsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DIMENSIONS = 16;

  /// Fails in a way that the client can read.
  private static final String FAILING = "failing";

  private static final Simulator SIMULATOR =
      Simulator.start(
          Scenario.of(
                  Model.named("m").dimensions(DIMENSIONS),
                  Model.named(FAILING).faults(FaultRule.always(fault("429"))))
              .record(1000),
          0);

  private static final Rig RIG =
      Rig.start(
          "providers:\n"
              + Stream.of(Provider.values()).map(Provider::line).collect(Collectors.joining())
              + "routes:\n"
              + Stream.of(Provider.values()).map(Provider::route).collect(Collectors.joining()));

  private static FaultCall fault(String name) {
    try {
      return FaultCall.parse(name);
    } catch (InvalidFault e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// A provider's type, and where the simulator answers as it does.
  enum Provider {
    COMPATIBLE("/v1", false),
    GEMINI("", true),
    MISTRAL("/mistral/v1", false),
    VOYAGE("/voyage/v1", true),
    COHERE("", true);

    private final String path;
    private final boolean tasks;

    Provider(String path, boolean tasks) {
      this.path = path;
      this.tasks = tasks;
    }

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String line() {
      return "  %s: {type: %s, url: \"http://127.0.0.1:%d%s\", key: k, allow_private: true}\n"
          .formatted(label(), label(), SIMULATOR.port(), path);
    }

    private String route() {
      return ("  %1$s: {models: [\"%1$s/*\"], targets: [{provider: %1$s}], retry: off,"
              + " cache: {max: 64MiB, ttl: 1h}, batch: {max_items: 64, max_wait: 5ms},"
              + " coalesce: true}\n")
          .formatted(label());
    }
  }

  /// How a client asks, and reads the answer.
  enum Client {
    OPENAI {
      @Override
      Reply ask(String model, List<String> texts) throws IOException {
        return RIG.call(
            "/v1/embeddings",
            "{\"model\":\"%s\",\"input\":%s,\"input_type\":\"query\"}"
                .formatted(model, JSON.writeValueAsString(texts)));
      }

      @Override
      List<JsonNode> vectors(JsonNode answer) {
        return each(answer.path("data"), "embedding");
      }
    },
    BASE64 {
      @Override
      Reply ask(String model, List<String> texts) throws IOException {
        return RIG.call(
            "/v1/embeddings",
            "{\"model\":\"%s\",\"input\":%s,\"input_type\":\"query\",\"encoding_format\":\"base64\"}"
                .formatted(model, JSON.writeValueAsString(texts)));
      }

      @Override
      List<JsonNode> vectors(JsonNode answer) {
        return each(answer.path("data"), "embedding");
      }
    },
    GEMINI {
      @Override
      Reply ask(String model, List<String> texts) throws IOException {
        List<String> requests = new ArrayList<>();
        for (String text : texts) {
          requests.add(
              "{\"content\":{\"parts\":[{\"text\":%s}]},\"taskType\":\"RETRIEVAL_QUERY\"}"
                  .formatted(JSON.writeValueAsString(text)));
        }
        return RIG.call(
            "/v1beta/models/" + model + ":batchEmbedContents",
            "{\"requests\":[" + String.join(",", requests) + "]}");
      }

      @Override
      List<JsonNode> vectors(JsonNode answer) {
        return each(answer.path("embeddings"), "values");
      }
    },
    COHERE {
      @Override
      Reply ask(String model, List<String> texts) throws IOException {
        return RIG.call(
            "/v2/embed",
            ("{\"model\":\"%s\",\"texts\":%s,\"input_type\":\"search_query\","
                    + "\"embedding_types\":[\"float\"]}")
                .formatted(model, JSON.writeValueAsString(texts)));
      }

      @Override
      List<JsonNode> vectors(JsonNode answer) {
        List<JsonNode> vectors = new ArrayList<>();
        answer.path("embeddings").path("float").forEach(vectors::add);
        return vectors;
      }
    };

    abstract Reply ask(String model, List<String> texts) throws IOException;

    abstract List<JsonNode> vectors(JsonNode answer);

    static List<JsonNode> each(JsonNode list, String name) {
      List<JsonNode> values = new ArrayList<>();
      list.forEach(one -> values.add(one.path(name)));
      return values;
    }
  }

  record Pair(Client client, Provider provider) {}

  static Stream<Pair> pairs() {
    return Stream.of(Client.values())
        .flatMap(client -> Stream.of(Provider.values()).map(p -> new Pair(client, p)));
  }

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  private static float[] expected(String text, String task) throws IOException {
    Bytes out = new Bytes(256);
    Vector.of(text, task, DIMENSIONS).decimals(out);
    return floats(JSON.readTree(out.array()));
  }

  private static float[] floats(JsonNode vector) throws IOException {
    if (vector.isTextual()) {
      ByteBuffer bytes =
          ByteBuffer.wrap(Base64.getDecoder().decode(vector.textValue()))
              .order(ByteOrder.LITTLE_ENDIAN);
      float[] floats = new float[bytes.remaining() / Float.BYTES];
      IntStream.range(0, floats.length).forEach(i -> floats[i] = bytes.getFloat());
      return floats;
    }
    float[] floats = new float[vector.size()];
    IntStream.range(0, floats.length)
        .forEach(i -> floats[i] = Float.parseFloat(vector.get(i).asText()));
    return floats;
  }

  private static long sent() {
    return SIMULATOR.recorded().calls(kind -> !kind.path().endsWith("/models"));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void each_client_gets_the_vectors_of_each_provider_and_the_second_time_from_the_cache(Pair pair)
      throws IOException {
    String model = pair.provider.label() + "/m";
    String name = pair.toString();
    List<String> texts = List.of(name + " 1", name + " \"ü\"\n2", name + " 3");
    Reply reply = pair.client.ask(model, texts);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    List<JsonNode> vectors = pair.client.vectors(JSON.readTree(reply.body()));
    assertThat(vectors).hasSameSizeAs(texts);
    String told = pair.provider.tasks ? "query" : "";
    for (int i = 0; i < texts.size(); i++) {
      assertThat(floats(vectors.get(i))).isEqualTo(expected(texts.get(i), told));
    }
    long before = sent();
    Reply again = pair.client.ask(model, List.of(texts.get(2), texts.get(0)));
    assertThat(again.header("x-sluice-cache")).isEqualTo("hit");
    assertThat(sent()).isEqualTo(before);
    List<JsonNode> kept = pair.client.vectors(JSON.readTree(again.body()));
    assertThat(kept).containsExactly(vectors.get(2), vectors.get(0));
    Reply partly = pair.client.ask(model, List.of(texts.get(1), name + " new"));
    assertThat(partly.header("x-sluice-cache")).isEqualTo("partial");
    List<JsonNode> filled = pair.client.vectors(JSON.readTree(partly.body()));
    assertThat(filled.getFirst()).isEqualTo(vectors.get(1));
    assertThat(floats(filled.getLast())).isEqualTo(expected(name + " new", told));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void an_error_is_in_the_words_of_the_client(Pair pair) throws IOException {
    String label = pair.provider.label();
    Reply missing = pair.client.ask(label + "/none", List.of("a"));
    assertThat(missing.status()).as(missing.body()).isEqualTo(404);
    assertWords(pair.client, missing);
    Reply throttled = pair.client.ask(label + "/" + FAILING, List.of("a"));
    assertThat(throttled.status()).as(throttled.body()).isEqualTo(429);
    assertWords(pair.client, throttled);
    Reply empty = pair.client.ask(label + "/m", List.of(""));
    assertThat(empty.status()).as(empty.body()).isEqualTo(400);
    assertWords(pair.client, empty);
  }

  private static void assertWords(Client client, Reply reply) throws IOException {
    JsonNode body = JSON.readTree(reply.body());
    switch (client) {
      case OPENAI, BASE64 -> {
        assertThat(body.path("error").path("message").asText()).isNotEmpty();
        assertThat(body.path("error").path("type").asText()).isNotEmpty();
      }
      case GEMINI -> assertThat(body.path("error").path("status").asText()).isNotEmpty();
      case COHERE -> {
        assertThat(body.path("message").asText()).isNotEmpty();
        assertThat(body.has("error")).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void single_inputs_of_other_tasks_dimensions_and_types_are_never_mixed(Provider provider)
      throws IOException {
    String base = "{\"model\":\"%s/m\",\"input\":\"mixed\"%s}";
    List<String> asked =
        List.of(
            ",\"input_type\":\"query\"",
            ",\"input_type\":\"document\"",
            ",\"input_type\":\"query\",\"dimensions\":4",
            ",\"input_type\":\"query\",\"encoding_format\":\"base64\"");
    for (String more : asked) {
      Reply reply = RIG.call("/v1/embeddings", base.formatted(provider.label(), more));
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.header("x-sluice-cache")).isEqualTo("miss");
    }
    for (String more : asked) {
      Reply reply = RIG.call("/v1/embeddings", base.formatted(provider.label(), more));
      assertThat(reply.header("x-sluice-cache")).isEqualTo("hit");
    }
    String gemini = "/v1beta/models/" + provider.label() + "/m:embedContent";
    String one = "{\"content\":{\"parts\":[{\"text\":\"mixed\"}]},\"taskType\":\"%s\"}";
    for (String task : List.of("RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT")) {
      assertThat(RIG.call(gemini, one.formatted(task)).header("x-sluice-cache")).isEqualTo("miss");
      Reply again = RIG.call(gemini, one.formatted(task));
      assertThat(again.header("x-sluice-cache")).isEqualTo("hit");
      assertThat(again.body()).startsWith("{\"embedding\":{\"values\":[");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, GEMINI",
    "GEMINI, GEMINI",
    "GEMINI, COMPATIBLE",
    "COHERE, COHERE",
    "COHERE, VOYAGE",
    "BASE64, COHERE",
    "OPENAI, MISTRAL"
  })
  void calls_for_single_inputs_are_sent_together(Client client, Provider provider)
      throws Exception {
    String model = provider.label() + "/m";
    long before = sent();
    List<String> texts =
        IntStream.range(0, 40).mapToObj(i -> "of %s %s %d".formatted(client, provider, i)).toList();
    List<Reply> replies;
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      replies =
          texts.stream()
              .map(text -> clients.submit(() -> client.ask(model, List.of(text))))
              .toList()
              .stream()
              .map(EmbeddingFormsTest::joined)
              .toList();
    }
    assertThat(sent() - before).isLessThan(40);
    assertThat(replies).anyMatch(reply -> !reply.header("x-sluice-batch").isEmpty());
    for (int i = 0; i < texts.size(); i++) {
      List<JsonNode> vectors = client.vectors(JSON.readTree(replies.get(i).body()));
      assertThat(vectors).as(replies.get(i).body()).hasSize(1);
      assertThat(floats(vectors.getFirst()))
          .isEqualTo(expected(texts.get(i), provider.tasks ? "query" : ""));
    }
  }

  private static Reply joined(Future<Reply> reply) {
    try {
      return reply.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_a_provider_cannot_say_is_told_and_tokens_go_to_those_who_take_them()
      throws IOException {
    String body = "{\"model\":\"%s/m\",\"input\":%s,\"user\":\"u\"}";
    Reply dropped = RIG.call("/v1/embeddings", body.formatted("gemini", "\"a\""));
    assertThat(dropped.header("x-sluice-dropped")).isEqualTo("user");
    assertThat(dropped.header("x-sluice-estimated")).isEqualTo("input_tokens");
    assertThat(JSON.readTree(dropped.body()).path("usage").path("prompt_tokens").asLong())
        .isPositive();
    Reply tokens = RIG.call("/v1/embeddings", body.formatted("gemini", "[1,2]"));
    assertThat(tokens.status()).isEqualTo(400);
    assertThat(tokens.field("message")).contains("list of tokens");
    assertThat(tokens.field("param")).isEqualTo("input");
    assertThat(RIG.call("/v1/embeddings", body.formatted("compatible", "[1,2]")).status())
        .isEqualTo(200);
    Reply assumed = RIG.call("/v1/embeddings", body.formatted("cohere", "\"a\""));
    assertThat(assumed.header("x-sluice-dropped")).contains("input_type", "user");
  }

  @ParameterizedTest
  @EnumSource(
      value = Provider.class,
      names = {"COMPATIBLE", "MISTRAL", "VOYAGE"})
  void megabytes_of_vectors_come_through(Provider provider) throws IOException {
    String path = "/v1beta/models/" + provider.label() + "/m:batchEmbedContents";
    String requests =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    "{\"content\":{\"parts\":[{\"text\":\"large %d\"}]},\"outputDimensionality\":1536}"
                        .formatted(i))
            .collect(Collectors.joining(","));
    Reply reply = RIG.call(path, "{\"requests\":[" + requests + "]}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().getBytes(UTF_8).length).isGreaterThan(4_900_000);
    JsonNode embeddings = JSON.readTree(reply.body()).path("embeddings");
    assertThat(embeddings).hasSize(300);
    assertThat(embeddings).allSatisfy(one -> assertThat(one.path("values")).hasSize(1536));
  }
}
