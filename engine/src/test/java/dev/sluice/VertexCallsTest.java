package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.file.GatewayFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls to Google Vertex AI, over real sockets: the metadata server that gives the tokens, and the
/// models that ask for them, are one fake server.
class VertexCallsTest {
  private static final String BASE = "/projects/p1/locations/europe-west4";
  private static final String CLAUDE =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":"
          + "[{\"type\":\"text\",\"text\":\"Hello\"}],\"stop_reason\":\"end_turn\","
          + "\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}";
  private static final String GEMINI =
      "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hello\"}]},"
          + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":5,"
          + "\"candidatesTokenCount\":2}}";
  private static final String CHAT =
      "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
  private static final String VECTORS =
      "{\"predictions\":[{\"embeddings\":{\"statistics\":{\"token_count\":3},\"values\":[0.5,1]}},"
          + "{\"embeddings\":{\"statistics\":{\"token_count\":4},\"values\":[2,3]}}]}";

  private static final String CLAUDES_EVENTS =
      event("message_start", "\"message\":" + CLAUDE.replaceFirst("\\[\\{.*?}]", "[]"))
          + event(
              "content_block_start",
              "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
          + event(
              "content_block_delta",
              "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}")
          + event("content_block_stop", "\"index\":0")
          + event(
              "message_delta",
              "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}")
          + event("message_stop", "\"x\":0");

  private List<FakeUpstream.Received> sent = List.of();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile String refusal = "";
  private volatile String events = "";

  private static String event(String type, String members) {
    return "event: %s\ndata: {\"type\":\"%s\",%s}\n\n".formatted(type, type, members);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    if (path.startsWith("/computeMetadata/")) {
      exchange.getResponseHeaders().set("metadata-flavor", "Google");
      FakeUpstream.send(
          exchange,
          200,
          "{\"access_token\":\"ya29.%d\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"
              .formatted(tokens.incrementAndGet()));
      return;
    }
    if (path.startsWith("/v1beta1/publishers/")) {
      FakeUpstream.send(exchange, 404, "{}"); // the list of models
      return;
    }
    String authorization = exchange.getRequestHeaders().getFirst("authorization");
    if (!events.isEmpty()) {
      try (var out = FakeUpstream.stream(exchange)) {
        out.write(events.getBytes(StandardCharsets.UTF_8));
      }
    } else if (refusal.isEmpty() || authorization.equals("Bearer ya29.2")) {
      FakeUpstream.send(exchange, 200, said(path));
    } else {
      FakeUpstream.send(exchange, 401, refusal);
    }
  }

  private static String said(String path) {
    if (path.contains("/anthropic/")) {
      return path.contains("count-tokens") ? "{\"input_tokens\":7}" : CLAUDE;
    }
    if (path.endsWith(":embedContent")) {
      return "{\"embedding\":{\"values\":[0.5,1]}}";
    }
    if (path.endsWith(":predict")) {
      return VECTORS;
    }
    return path.contains("/endpoints/") ? CHAT : GEMINI;
  }

  private static GatewayConfig config(FakeUpstream cloud, String api, String model) {
    int port = cloud.config().providers().getFirst().url().getPort();
    String yaml =
        """
        providers:
          v:
            type: vertex
            api: %s
            url: "http://127.0.0.1:%d"
            project: p1
            location: europe-west4
            allow_private: true
            auth: {type: google, source: metadata}
        routes:
          m: {models: [m], targets: [{provider: v, model: "%s"}]}
        """
            .formatted(api, port, model);
    return GatewayFile.parse(yaml, Map.of("GCE_METADATA_HOST", "127.0.0.1:" + port)).config();
  }

  private static String version(String api) {
    return api.equals("gemini") ? "/v1beta1" : "/v1";
  }

  private String call(String api, String model, Request request) throws Exception {
    try (var cloud = new FakeUpstream(this::answer);
        var gateway = Gateway.start(config(cloud, api, model));
        Answer answer = gateway.call(request)) {
      String said = new String(answer.bytes(), StandardCharsets.UTF_8);
      sent = cloud.received().stream().filter(one -> one.path().contains(BASE)).toList();
      return said;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          messages | claude-opus-4-5@20251101 | MESSAGES | {"model":"m","max_tokens":9,"messages":[]} | /publishers/anthropic/models/claude-opus-4-5%4020251101:rawPredict | {"anthropic_version":"vertex-2023-10-16","max_tokens":9,"messages":[]}
          messages | claude-x | MESSAGES | {"max_tokens":9,"anthropic_version":"v","messages":[],"model":"m"} | /publishers/anthropic/models/claude-x:rawPredict | {"max_tokens":9,"anthropic_version":"v","messages":[]}
          messages | claude-x | COUNT_TOKENS | {"model":"m","messages":[]} | /publishers/anthropic/models/count-tokens:rawPredict | {"anthropic_version":"vertex-2023-10-16","model":"claude-x","messages":[]}
          openai | meta/llama-4-maas | CHAT | {"model":"m","messages":[]} | /endpoints/openapi/chat/completions | {"model":"meta/llama-4-maas","messages":[]}
          gemini | text-embedding-005 | EMBEDDINGS | {"model":"m","input":["a","b"],"dimensions":2} | /publishers/google/models/text-embedding-005:predict | {"instances":[{"content":"a"},{"content":"b"}],"parameters":{"autoTruncate":false,"outputDimensionality":2}}
          gemini | intfloat/e5-maas | EMBEDDINGS | {"model":"m","input":"a","dimensions":2} | /publishers/intfloat/models/e5-maas:embedContent | {"content":{"parts":[{"text":"a"}]},"embedContentConfig":{"autoTruncate":false,"outputDimensionality":2}}
          gemini | ../x-maas | EMBEDDINGS | {"model":"m","input":"a"} | /publishers/google/models/..%2Fx-maas:embedContent | {"content":{"parts":[{"text":"a"}]},"embedContentConfig":{"autoTruncate":false}}
          """)
  void a_call_goes_to_the_publishers_path_in_its_form(
      String api, String model, Operation operation, String body, String path, String out)
      throws Exception {
    call(api, model, Request.of(operation, body));
    assertThat(sent)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.path()).isEqualTo(version(api) + BASE + path);
              assertThat(one.body()).isEqualTo(out);
              assertThat(one.headers().getFirst("authorization")).isEqualTo("Bearer ya29.1");
              assertThat(one.headers()).doesNotContainKey("Anthropic-version");
            });
  }

  @Test
  void a_chat_is_translated_for_claude_and_its_answer_back() throws Exception {
    String chat = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    assertThat(call("messages", "claude-x", Request.of(Operation.CHAT, chat)))
        .contains("\"object\":\"chat.completion\"", "Hello");
    assertThat(sent.getFirst().body())
        .startsWith("{\"anthropic_version\":\"vertex-2023-10-16\",\"max_tokens\":");
  }

  @Test
  void a_chat_is_translated_for_gemini() throws Exception {
    String chat = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    assertThat(call("gemini", "gemini-3-pro", Request.of(Operation.CHAT, chat))).contains("Hello");
    assertThat(sent.getFirst().path())
        .isEqualTo("/v1beta1" + BASE + "/publishers/google/models/gemini-3-pro:generateContent");
  }

  @Test
  void the_tokens_of_embeddings_are_those_of_all_inputs() throws Exception {
    String asked = "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}";
    assertThat(call("gemini", "text-embedding-005", Request.of(Operation.EMBEDDINGS, asked)))
        .contains("\"embedding\":[0.5,1]", "\"embedding\":[2,3]", "\"prompt_tokens\":7");
  }

  @Test
  void a_refused_token_is_replaced_within_the_call() throws Exception {
    refusal = "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\",\"message\":\"expired\"}}";
    String body = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[]}";
    assertThat(call("messages", "claude-x", Request.of(Operation.MESSAGES, body)))
        .contains("Hello");
    assertThat(sent).hasSize(2);
  }

  @Test
  void googles_error_before_an_answer_of_claudes_is_understood() {
    refusal = "[{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\",\"message\":\"no\"}}]";
    tokens.set(2);
    String body = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[]}";
    assertThat(failure(Request.of(Operation.MESSAGES, body)))
        .isInstanceOfSatisfying(
            Failed.CredentialRefused.class,
            why -> {
              assertThat(why.scope()).isEqualTo(Failed.Scope.ACCOUNT);
              assertThat(why.code()).isEqualTo("UNAUTHENTICATED");
            });
  }

  private Failed failure(Request request) {
    var thrown =
        catchThrowableOfType(
            CallFailedException.class, () -> call("messages", "claude-x", request));
    return thrown.failed();
  }

  @Test
  void an_error_that_begins_a_stream_of_claudes_is_anthropics() {
    events =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
            + "\"message\":\"Overloaded\"}}\n\n";
    String body = "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[]}";
    assertThat(failure(Request.of(Operation.MESSAGES, body)))
        .isInstanceOfSatisfying(
            Failed.Overloaded.class, why -> assertThat(why.status()).isEqualTo(503));
  }

  @Test
  void a_stream_of_claudes_has_a_path_of_its_own() throws Exception {
    events = CLAUDES_EVENTS;
    String body = "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[]}";
    assertThat(call("messages", "claude-x", Request.of(Operation.MESSAGES, body)))
        .contains("Hello", "message_stop");
    assertThat(sent.getFirst().path()).endsWith("/models/claude-x:streamRawPredict");
    assertThat(sent.getFirst().body()).contains("\"stream\":true").doesNotContain("\"model\"");
  }

  @Test
  void a_stream_of_geminis_is_asked_for_in_events() throws Exception {
    events = "data: " + GEMINI + "\n\n";
    String body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";
    Request request = Request.builder(Operation.GENERATE).model("m").streamed().body(body).build();
    assertThat(call("gemini", "gemini-3-pro", request)).contains("Hello");
    assertThat(sent.getFirst().path())
        .endsWith("/models/gemini-3-pro:streamGenerateContent?alt=sse");
  }

  @ParameterizedTest
  @CsvSource({"meta/llama-4-maas, true", "google/gemini-3-pro, false"})
  void open_models_are_asked_for_the_usage_of_streams(String model, boolean asked)
      throws Exception {
    events =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":"
            + "\"stop\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,"
            + "\"completion_tokens\":1,\"total_tokens\":2}}\n\ndata: [DONE]\n\n";
    String body = "{\"model\":\"m\",\"stream\":true,\"messages\":[]}";
    call("openai", model, Request.of(Operation.CHAT, body));
    assertThat(sent.getFirst().body().contains("include_usage")).isEqualTo(asked);
  }
}
