package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a provider says beside its answers and with its errors, as a client sees it.
class ProviderWordsTest {
  private static final String HEADERS =
      """
      content-type: application/json
      x-ratelimit-limit-requests: 500
      x-ratelimit-remaining-tokens-usage-based: 12
      anthropic-ratelimit-output-tokens-reset: 2026-11-25T00:00:00Z
      openai-processing-ms: 31
      openai-organization: acme
      openai-version: 2020-10-01
      set-cookie: a=b
      connection: close
      """;

  private static final String GOOGLE =
      """
      [{
        "error": {
          "code": 400,
          "message": "Invalid value at 'temperature'",
          "status": "INVALID_ARGUMENT",
          "details": [{"@type": "type.googleapis.com/google.rpc.BadRequest"}]
        }
      }
      ]""";

  private RawUpstream upstream;
  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    upstream = new RawUpstream("", ProviderWordsTest::answer);
    rig = Rig.to(upstream.port());
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
    upstream.close();
  }

  @ParameterizedTest
  @CsvSource({"200, 200", "400, 400", "429, 429", "503, 503"})
  void its_limits_and_its_account_reach_the_client(String model, int status) throws IOException {
    Reply reply = rig.chat(model, false);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers())
        .containsAllEntriesOf(
            Map.of(
                "x-ratelimit-limit-requests", "500",
                "x-ratelimit-remaining-tokens-usage-based", "12",
                "anthropic-ratelimit-output-tokens-reset", "2026-11-25T00:00:00Z",
                "openai-processing-ms", "31",
                "openai-organization", "acme",
                "openai-version", "2020-10-01"))
        .doesNotContainKey("set-cookie");
  }

  @Test
  void an_error_in_an_array_is_the_object_that_clients_read() throws IOException {
    assertThat(rig.chat("400", false).body())
        .startsWith("{")
        .endsWith("}")
        .isEqualTo(GOOGLE.substring(1, GOOGLE.length() - 2));
  }

  @ParameterizedTest
  @CsvSource({"429", "503"})
  void a_message_keeps_its_lines(String model) throws IOException {
    assertThat(rig.chat(model, false).body()).contains("\"message\":\"first\\n* second\"");
  }

  private static void answer(String request, OutputStream out) throws IOException {
    int status = Integer.parseInt(request.substring(request.indexOf("model") + 8).substring(0, 3));
    String body =
        switch (status) {
          case 200 -> "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";
          case 400 -> GOOGLE;
          default -> "{\"error\":{\"message\":\"first\\n* second\"}}";
        };
    String head = "HTTP/1.1 " + status + " Said\r\n" + HEADERS.replace("\n", "\r\n");
    String length = "content-length: " + body.length() + "\r\n\r\n";
    out.write((head + length + body).getBytes(US_ASCII));
  }
}
