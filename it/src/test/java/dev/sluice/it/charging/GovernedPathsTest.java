package dev.sluice.it.charging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every path to a provider asks the key's budget if it costs anything: a key without money gets
/// through none of them (LiteLLM #34732 and #13882, Bifrost #2873 and #5673: pass-through routes
/// that no budget held).
class GovernedPathsTest {
  private static ChargedGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway =
        new ChargedGateway(
            Arrays.stream(Asked.values()).map(asked -> new Cell(Scene.ANSWERED, asked)).toList());
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  /// How much the provider was asked for beside its lists of models, which no client asks for.
  private static long asked() {
    return gateway.provider().calls(kind -> !kind.path().endsWith("/models"));
  }

  private static String poor(String method, String path, String body) throws IOException {
    return poor(method, path, "application/json", body);
  }

  private static String poor(String method, String path, String type, String body)
      throws IOException {
    return as("poor-key", method, path, type, body);
  }

  private static String as(String key, String method, String path, String type, String body)
      throws IOException {
    try (var socket = new Socket()) {
      socket.connect(gateway.address());
      String head =
          "%s %s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
              .formatted(method, path, key, type, body.length());
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource(Asked.class)
  void a_key_without_money_gets_what_is_free_and_nothing_else(Asked asked) throws IOException {
    var cell = new Cell(Scene.ANSWERED, asked);
    String answer =
        poor(
            "POST",
            asked.path(cell.name(), false),
            asked.body(cell.name(), false, "one").replace("\"store\":false", "\"store\":true"));
    if (asked.costs()) {
      assertThat(answer).startsWith("HTTP/1.1 429").contains("budget");
      assertThat(gateway.provider().calls(kind -> kind.model().equals(cell.first()))).isZero();
    } else {
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
  }

  /// What is sold by units, with the model's name to come; a form stands on one line.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /v1/rerank              | {"model":"%s","query":"q","documents":["d"]}
          /v2/rerank              | {"model":"%s","query":"q","documents":["d"]}
          /v1/ranking             | {"model":"%s","query":{"text":"q"},"passages":[{"text":"d"}]}
          /v1/audio/speech        | {"model":"%s","input":"Hi","voice":"alloy"}
          /v1/images/generations  | {"model":"%s","prompt":"p"}
          /v1/images/edits        | {"model":"%s","prompt":"p","images":[]}
          /v1/images/edits        | image
          /v1/images/variations   | image
          /v1/audio/transcriptions | file
          /v1/audio/translations  | file
          """)
  void a_key_without_money_or_leave_gets_nothing_that_is_sold_by_units(String path, String body)
      throws IOException {
    var cell = new Cell(Scene.ANSWERED, Asked.CHAT);
    boolean json = body.startsWith("{");
    String sent = json ? body.formatted(cell.name()) : form(body, cell.name());
    String type = json ? "application/json" : "multipart/form-data; boundary=B";
    long before = asked();
    assertThat(poor("POST", path, type, sent)).startsWith("HTTP/1.1 429").contains("budget");
    assertThat(as("narrow-key", "POST", path, type, sent)).startsWith("HTTP/1.1 403");
    assertThat(as("chatting-key", "POST", path, type, sent)).startsWith("HTTP/1.1 403");
    assertThat(asked()).isEqualTo(before);
  }

  /// What is passed through, and what a key gets for it that may use it and has no money.
  @ParameterizedTest
  @CsvSource({
    "POST, calls/v1/ocr, 429, budget",
    "GET, calls/v1/files/f1, 429, budget",
    "PUT, calls/v1/files/f1, 429, budget",
    "DELETE, calls/v1/files/f1, 429, budget",
    "POST, pages/v1/ocr, 429, budget",
    "POST, tokens/v1/ocr, 429, budget",
    "POST, half/v1/ocr, 403, not_priced",
    "POST, none/v1/ocr, 403, not_priced",
  })
  void a_key_without_money_or_leave_gets_nothing_that_is_passed_through(
      String method, String behind, int status, String code) throws IOException {
    String path = "/passthrough/" + behind;
    String body = method.equals("GET") || method.equals("DELETE") ? "" : "{\"a\":1}";
    long before = asked();
    assertThat(as("passing-key", method, path, "application/json", body))
        .startsWith("HTTP/1.1 " + status)
        .contains(code);
    for (String key : List.of("web-key", "poor-key", "narrow-key", "chatting-key")) {
      assertThat(as(key, method, path, "application/json", body)).startsWith("HTTP/1.1 403");
    }
    assertThat(asked()).isEqualTo(before);
  }

  private static String form(String file, String model) {
    String part = "--B\r\nContent-Disposition: form-data; name=\"%s\r\n\r\n%s\r\n";
    return part.formatted(file + "\"; filename=\"a\"", "bytes")
        + part.formatted("model\"", model)
        + part.formatted("prompt\"", "p")
        + "--B--\r\n";
  }

  @Test
  void the_models_are_listed_to_it() throws IOException {
    assertThat(poor("GET", "/v1/models", "")).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/files",
        "/v1/batches",
        "/v1/audio/voices",
        "/v1/images",
        "/v1/fine_tuning/jobs",
        "/v1/conversations",
        "/anything/else"
      })
  void a_path_that_is_not_served_reaches_no_provider(String path) throws IOException {
    assertThat(poor("POST", path, "{}")).startsWith("HTTP/1.1 404");
  }

  @Test
  void no_rows_came_of_all_that() {
    assertThat(List.of(gateway.ledger.paid(), gateway.ledger.wasted()))
        .allSatisfy(rows -> assertThat(rows).isEmpty());
  }
}
