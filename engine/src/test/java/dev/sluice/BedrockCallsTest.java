package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.file.GatewayFile;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.auth.AwsKeys;
import dev.sluice.provider.auth.SigV4;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Embeddings by Bedrock's own interface, over real sockets.
class BedrockCallsTest {
  private static final String ID = "AKIDTEST";
  private static final String SECRET = "a-secret";
  private static final String TITAN =
      "{\"embedding\":[0.5,1],\"inputTextTokenCount\":3,\"embeddingsByType\":{\"float\":[0.5,1]}}";
  private static final String COHERE =
      "{\"id\":\"i\",\"texts\":[\"a\",\"b\"],\"embeddings\":{\"float\":[[0.5,1],[2,3]]},"
          + "\"response_type\":\"embeddings_by_type\"}";

  private List<FakeUpstream.Received> sent = List.of();
  private volatile int refusal;
  private volatile String type = "";

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    if (path.endsWith("/models")) {
      FakeUpstream.send(exchange, 404, "{}");
    } else if (refusal > 0) {
      exchange.getResponseHeaders().set("x-amzn-errortype", type);
      FakeUpstream.send(exchange, refusal, "{\"message\":\"Malformed input request: no\"}");
    } else {
      exchange.getResponseHeaders().set("x-amzn-bedrock-input-token-count", "7");
      FakeUpstream.send(exchange, 200, path.contains("cohere") ? COHERE : TITAN);
    }
  }

  private static GatewayConfig config(FakeUpstream cloud, String model) {
    int port = cloud.config().providers().getFirst().url().getPort();
    String yaml =
        """
        providers:
          b:
            type: bedrock
            url: "http://127.0.0.1:%d/openai/v1"
            allow_private: true
            labels: [team]
            auth: {type: aws, region: us-east-1, service: bedrock, id: %s, secret: %s}
        routes:
          m: {models: [m], targets: [{provider: b, model: "%s"}]}
        """
            .formatted(port, ID, SECRET, model);
    return GatewayFile.parse(yaml, Map.of("HOME", "/none")).config();
  }

  private String call(String model, String body) throws Exception {
    try (var cloud = new FakeUpstream(this::answer);
        var gateway = Gateway.start(config(cloud, model));
        Answer answer = gateway.call(Request.of(Operation.EMBEDDINGS, body))) {
      String said = new String(answer.bytes(), StandardCharsets.UTF_8);
      sent = cloud.received().stream().filter(one -> one.path().startsWith("/model/")).toList();
      return said;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          amazon.titan-embed-text-v2:0 | {"model":"m","input":"a","dimensions":256} | amazon.titan-embed-text-v2%3A0 | {"inputText":"a","dimensions":256}
          us.cohere.embed-v4:0 | {"model":"m","input":["a","b"],"input_type":"search_query"} | us.cohere.embed-v4%3A0 | {"texts":["a","b"],"input_type":"search_query","embedding_types":["float"],"truncate":"NONE"}
          arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2 | {"model":"m","input":"a"} | arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fa1b2 | {"inputText":"a"}
          """)
  void a_text_is_embedded_by_the_models_own_form_and_the_request_is_signed(
      String model, String body, String path, String out) throws Exception {
    assertThat(call(model, body)).contains("\"embedding\":[0.5,1]");
    assertThat(sent)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.path()).isEqualTo("/model/" + path + "/invoke");
              assertThat(one.body()).isEqualTo(out);
              assertThat(one.headers().getFirst("authorization")).isEqualTo(signature(one));
            });
  }

  private static String signature(FakeUpstream.Received one) {
    var request =
        new SigV4.Request(
            "POST",
            one.headers().getFirst("host"),
            one.path(),
            Map.of("content-type", one.headers().getFirst("content-type")),
            SigV4.hash(ByteBuffer.wrap(one.body().getBytes(StandardCharsets.UTF_8))));
    var at =
        LocalDateTime.parse(
            one.headers().getFirst("x-amz-date"),
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"));
    return String.valueOf(
        new SigV4("us-east-1", "bedrock")
            .sign(
                request,
                new AwsKeys(new Secret(ID), new Secret(SECRET), Optional.empty()),
                at.toInstant(ZoneOffset.UTC))
            .get("authorization"));
  }

  @Test
  void the_tokens_are_those_of_the_answers_head_where_the_answer_itself_tells_none()
      throws Exception {
    String body = "{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"input_type\":\"search_query\"}";
    assertThat(call("cohere.embed-english-v3", body)).contains("\"prompt_tokens\":7");
    assertThat(call("amazon.titan-embed-text-v2:0", "{\"model\":\"m\",\"input\":\"a\"}"))
        .contains("\"prompt_tokens\":3");
  }

  @Test
  void an_error_is_what_its_type_says() {
    refusal = 400;
    type = "ValidationException";
    var thrown =
        catchThrowableOfType(
            CallFailedException.class,
            () -> call("amazon.titan-embed-text-v2:0", "{\"model\":\"m\",\"input\":\"a\"}"));
    assertThat(thrown.failed())
        .isInstanceOfSatisfying(
            Failed.Refused.class,
            why -> assertThat(why.body()).contains("Malformed input request: no"));
  }

  @Test
  void several_texts_are_too_many_for_titan() {
    var thrown =
        catchThrowableOfType(
            CallFailedException.class,
            () ->
                call("amazon.titan-embed-text-v2:0", "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}"));
    assertThat(thrown.failed())
        .isInstanceOfSatisfying(
            Failed.Invalid.class,
            why -> {
              assertThat(why.isUntranslatable()).isTrue();
              assertThat(why.message()).contains("at most 1 in a call");
            });
  }
}
