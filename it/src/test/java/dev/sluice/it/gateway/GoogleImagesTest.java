package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pictures that Google's models draw, over sockets: for clients of OpenAI's, and of Google's own.
class GoogleImagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /// A picture of three megabytes, in base64.
  private static final String PICTURE = "iVBO".repeat(1 << 20);

  private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

  private static HttpServer google;
  private static Rig rig;

  @BeforeAll
  static void start() throws IOException {
    google = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    google.createContext("/", GoogleImagesTest::answer);
    google.start();
    rig =
        Rig.caring(
            """
            providers:
              google: {type: gemini, url: "http://127.0.0.1:%d", key: k, allow_private: true}
            routes:
              drawn: {models: [drawn, imagen-4], targets: [{provider: google, model: imagen-4}]}
              nano: {models: [nano], targets: [{provider: google, model: gemini-image}]}
              any: {models: [imagen-3, gemini-2], targets: [{provider: google}]}
            """
                .formatted(google.getAddress().getPort()));
  }

  @AfterAll
  static void stop() {
    rig.close();
    google.stop(0);
  }

  @BeforeEach
  void forget() {
    ASKED.clear();
  }

  private static void answer(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath();
    ASKED.add(path + " " + new String(call.getRequestBody().readAllBytes(), UTF_8));
    String picture = "{\"mimeType\":\"image/png\",\"%s\":\"" + PICTURE + "\"}";
    String answer =
        path.endsWith(":predict")
            ? "{\"predictions\":[" + picture.formatted("bytesBase64Encoded") + "]}"
            : "{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":"
                + picture.formatted("data")
                + "}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":5,"
                + "\"candidatesTokenCount\":1290,\"candidatesTokensDetails\":"
                + "[{\"modality\":\"IMAGE\",\"tokenCount\":1290}]}}";
    byte[] bytes = answer.getBytes(UTF_8);
    call.getResponseHeaders().add("content-type", "application/json");
    call.sendResponseHeaders(200, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private static HttpResponse<String> send(String path, String body) throws Exception {
    int port = rig.serving().address().getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString(UTF_8));
  }

  @Test
  void imagen_draws_for_clients_of_openai() throws Exception {
    HttpResponse<String> answer =
        send(
            "/v1/images/generations",
            "{\"model\":\"drawn\",\"prompt\":\"a cat\",\"size\":\"1024x1024\",\"quality\":\"hd\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode pictures = JSON.readTree(answer.body()).path("data");
    assertThat(pictures.path(0).path("b64_json").asText()).isEqualTo(PICTURE);
    assertThat(answer.headers().firstValue("x-sluice-dropped")).contains("quality");
    assertThat(ASKED)
        .containsExactly(
            "/v1beta/models/imagen-4:predict {\"instances\":[{\"prompt\":\"a cat\"}],"
                + "\"parameters\":{\"sampleCount\":1,\"aspectRatio\":\"1:1\"}}");
  }

  @Test
  void gemini_draws_for_clients_of_openai_and_tells_its_tokens() throws Exception {
    HttpResponse<String> answer =
        send("/v1/images/generations", "{\"model\":\"nano\",\"prompt\":\"a cat\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode told = JSON.readTree(answer.body());
    assertThat(told.path("data").path(0).path("b64_json").asText()).isEqualTo(PICTURE);
    assertThat(told.path("usage").path("output_tokens").asInt()).isEqualTo(1290);
    assertThat(ASKED.element())
        .startsWith("/v1beta/models/gemini-image:generateContent ")
        .contains("\"responseModalities\":[\"IMAGE\"]");
  }

  @Test
  void where_a_target_passes_names_on_the_name_says_how_it_is_asked() throws Exception {
    for (String model : new String[] {"imagen-3", "gemini-2"}) {
      HttpResponse<String> answer =
          send("/v1/images/generations", "{\"model\":\"%s\",\"prompt\":\"a\"}".formatted(model));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    assertThat(ASKED.poll()).startsWith("/v1beta/models/imagen-3:predict ");
    assertThat(ASKED.poll()).startsWith("/v1beta/models/gemini-2:generateContent ");
  }

  @Test
  void what_a_model_cannot_draw_is_refused_before_it_is_asked() throws Exception {
    HttpResponse<String> answer =
        send("/v1/images/generations", "{\"model\":\"nano\",\"prompt\":\"a cat\",\"n\":2}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("one picture a call");
    assertThat(ASKED).isEmpty();
  }

  @Test
  void imagens_own_clients_ask_by_its_own_path() throws Exception {
    String body =
        "{\"instances\":[{\"prompt\":\"a cat\"}],\"parameters\":{\"sampleCount\":2,\"seed\":3}}";
    HttpResponse<String> answer = send("/v1beta/models/imagen-4:predict", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).path("predictions").path(0).path("mimeType").asText())
        .isEqualTo("image/png");
    assertThat(ASKED).containsExactly("/v1beta/models/imagen-4:predict " + body);
    HttpResponse<String> empty = send("/v1beta/models/imagen-4:predict", "{\"instances\":[{}]}");
    assertThat(empty.statusCode()).as(empty.body()).isEqualTo(400);
  }
}
