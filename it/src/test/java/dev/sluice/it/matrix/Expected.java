package dev.sluice.it.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// What an application must see of each scene, and in a word what it has seen.
final class Expected {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String YES = "yes";
  private static final List<String> ENDS = List.of("end_turn", "stop", "STOP", "completed");
  private static final int INPUT = 30;
  private static final JsonNode ROUNDS =
      json(
          """
          [[{"name":"get_weather","input":{"city":"Łódź","days":3}},
            {"name":"get_time","input":{}}],
           [{"name":"get_weather","input":{"city":"水","days":1}},
            {"name":"get_weather","input":{"city":"O\\"Hare","days":2}}]]
          """);

  private static final Map<String, Integer> STATUSES =
      Map.of(
          "invalid",
          400,
          "missing",
          404,
          "rate",
          429,
          "internal",
          529,
          "overloaded",
          529,
          "stream overloaded",
          529,
          "key",
          401);

  private Expected() {}

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Checks what a client has seen, and gives the table's word for it.
  static String check(Scene scene, MatrixClient client, JsonNode line) {
    assertThat(line.path("threw").asText()).as("%s", line).isEmpty();
    if (line.has("none")) {
      assertThat(scene).isEqualTo(Scene.COUNT);
      return "-";
    }
    JsonNode saw = line.path("saw");
    return switch (scene) {
      case TEXT -> told(client, saw, "The answer is 42: é, 水 and 🌊.");
      case STREAM -> {
        assertThat(saw.path("parts").asInt()).isEqualTo(3);
        yield told(client, saw, "The answer is 42: é, 水 and 🌊.");
      }
      case TOOLS -> {
        assertThat(saw.path("rounds")).isEqualTo(ROUNDS);
        assertThat(saw.path("text").asText()).isEqualTo("Sunny, at noon.");
        yield YES;
      }
      case IMAGE -> told(client, saw, "A red dot.");
      case SCHEMA -> {
        assertThat(saw).isEqualTo(json("{\"city\":\"Łódź\",\"days\":3}"));
        yield YES;
      }
      case THINKING -> thought(saw);
      case COUNT -> {
        assertThat(saw.asInt()).isPositive();
        yield saw.asInt() == INPUT ? YES : "estimate";
      }
      case ERRORS -> errors(client.kind(), saw);
    };
  }

  private static String told(MatrixClient client, JsonNode saw, String text) {
    assertThat(saw.path("text").asText()).isEqualTo(text);
    assertThat(ENDS).contains(saw.path("stop").asText());
    assertThat(saw.path("input").asInt()).isEqualTo(INPUT);
    assertThat(saw.path("cached").asInt()).isEqualTo(client.kind().tellsCached() ? 10 : 0);
    assertThat(saw.path("output").asInt()).isEqualTo(12);
    return YES;
  }

  /// Whether the client shows what was thought, and whether it tells that in the next call: the
  /// provider refuses it if a byte of it has changed.
  private static String thought(JsonNode saw) {
    assertThat(saw.path("first").asText()).isEqualTo("First.");
    boolean kept = saw.path("second").asText().equals("Second, as I thought.");
    assertThat(kept || saw.path("second").asText().equals("Second.")).as("%s", saw).isTrue();
    if (saw.path("thought").isNull()) {
      assertThat(kept).isFalse();
      return "-";
    }
    assertThat(saw.path("thought").asText()).isEqualTo("Let me think.\nOnce more: é, 水.");
    return kept ? YES : "shown";
  }

  private static String errors(ClientKind kind, JsonNode saw) {
    STATUSES.forEach(
        (trouble, status) ->
            error(kind, status == 529 && !speaksMessages(kind) ? 503 : status, saw.path(trouble)));
    for (String broken : List.of("stream broken", "stream cut")) {
      assertThat(saw.path(broken).path("class").asText()).as("%s: %s", broken, saw).isNotEmpty();
    }
    return YES;
  }

  private static void error(ClientKind kind, int status, JsonNode seen) {
    String name = seen.path("class").asText().replaceFirst("(Error|Exception)$", "");
    assertThat(kind.classes(status)).as("%s", seen).contains(name);
    assertThat(seen.path("status").asInt()).as("%s", seen).isEqualTo(status);
    if (kind.tellsTypes()) {
      String type = seen.path("type").asText();
      assertThat(type).as("%s", seen).isEqualTo(type(kind, status));
    }
  }

  private static boolean speaksMessages(ClientKind kind) {
    return kind.dialect().equals(DialectGateways.MESSAGES);
  }

  private static String type(ClientKind kind, int status) {
    if (kind.dialect().equals(DialectGateways.GEMINI)) {
      return switch (status) {
        case 401 -> "UNAUTHENTICATED";
        case 404 -> "NOT_FOUND";
        case 429 -> "RESOURCE_EXHAUSTED";
        case 503 -> "UNAVAILABLE";
        default -> "INVALID_ARGUMENT";
      };
    }
    return switch (status) {
      case 401 -> "authentication_error";
      case 404 -> speaksMessages(kind) ? "not_found_error" : "invalid_request_error";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      default -> "invalid_request_error";
    };
  }
}
