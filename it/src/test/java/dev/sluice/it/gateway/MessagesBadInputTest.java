package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests in Anthropic's dialect that are wrong. What the gateway does not have to understand is
/// the provider's to judge: the request reaches it as it is, and so does its error the client.
class MessagesBadInputTest {
  private static final String NAME = "strict";
  private static final String USER = "{\"role\":\"user\",\"content\":\"Hi\"}";

  /// In no form that a program would make again.
  private static final String ERROR =
      "{ \"type\" : \"error\",\n\t\"error\":{\"message\":\"messages.0: Extra inputs \\u0061re not"
          + " permitted\\n(see \\\"docs\\\") ü\",\"type\":\"invalid_request_error\",\"details\":{\"x\":[1.0]}},"
          + "\"request_id\":\"req_9\" }\n";

  private static MessagesProvider provider;
  private static Rig rig;

  @BeforeAll
  static void start() throws IOException {
    provider = new MessagesProvider(_ -> call -> call.error(400, ERROR));
    String route = "  r: {models: [\"*\"], targets: [{provider: strict}]}\n";
    rig = Rig.caring("providers:\n" + provider.line(NAME) + "routes:\n" + route);
  }

  @AfterAll
  static void stop() throws IOException {
    rig.close();
    provider.close();
  }

  private static String body(String more, String messages) {
    return "{\"model\":\"claude\",\"max_tokens\":64%s,\"messages\":[%s]}".formatted(more, messages);
  }

  private static String blocks(String role, String blocks) {
    return "{\"role\":\"%s\",\"content\":[%s]}".formatted(role, blocks);
  }

  private static Arguments row(String name, String more, String messages) {
    return arguments(name, body(more, messages));
  }

  static Stream<Arguments> unjudged() {
    String call = "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"get\",\"input\":{}}";
    String result = "{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":\"x\"}";
    String image =
        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"%s\",\"data\":\"%s\"}}";
    String marked = "{\"type\":\"text\",\"text\":\"x\",\"cache_control\":{\"type\":\"ephemeral\"}}";
    return Stream.of(
        row("no messages", "", ""),
        arguments("a negative bound", body("", USER).replace("64", "-1")),
        arguments("a bound of nothing", body("", USER).replace("64", "0")),
        row("an unknown property", ",\"frequency_penalty\":1", USER),
        row("an unknown block", "", blocks("user", "{\"type\":\"hologram\"}")),
        row("an unknown role", "", "{\"role\":\"tool\",\"content\":\"x\"}"),
        row("a message that is a number", "", "5"),
        row("content that is a number", "", "{\"role\":\"user\",\"content\":5}"),
        row("an empty text", "", blocks("user", "{\"type\":\"text\",\"text\":\"\"}")),
        row("a result without its call", "", USER + "," + blocks("user", result)),
        row("a call without its result", "", USER + "," + blocks("assistant", call) + "," + USER),
        row(
            "a result twice",
            "",
            blocks("assistant", call) + "," + blocks("user", result + "," + result)),
        row(
            "a call without an id",
            "",
            blocks("assistant", "{\"type\":\"tool_use\",\"input\":\"{\"}")),
        row("broken base64", "", blocks("user", image.formatted("image/png", "A=%_A"))),
        row("an image of no kind", "", blocks("user", image.formatted("image/bmp", "AA=="))),
        row(
            "five marks of the cache",
            "",
            blocks("user", String.join(",", List.of(marked, marked, marked, marked, marked)))),
        row("the assistant first", "", "{\"role\":\"assistant\",\"content\":\"x\"}"),
        row("the system first", "", "{\"role\":\"system\",\"content\":\"x\"}"),
        row("a system that is a number", ",\"system\":5", USER),
        row("absurd sampling", ",\"temperature\":9,\"top_k\":-1", USER),
        row(
            "a budget above the bound",
            ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":99999}",
            USER),
        row("a choice that is none", ",\"tool_choice\":{\"type\":\"perhaps\"}", USER),
        row("a tool without a name", ",\"tools\":[{}]", USER),
        row(
            "a schema that refers to itself",
            tools("{\"$ref\":\"#\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}"),
            USER),
        row("a deep schema", tools("{\"not\":".repeat(400) + "{}" + "}".repeat(400)), USER),
        row("tools of one name", ",\"tools\":[{\"name\":\"a\"},{\"name\":\"a\"}]", USER),
        row("10,000 tools", ",\"tools\":[" + many(10_000) + "]", USER));
  }

  private static String tools(String schema) {
    return ",\"tools\":[{\"name\":\"get\",\"input_schema\":" + schema + "}]";
  }

  private static String many(int count) {
    return IntStream.range(0, count)
        .mapToObj("{\"name\":\"tool_%d\",\"input_schema\":{\"type\":\"object\"}}"::formatted)
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unjudged")
  void what_the_gateway_does_not_judge_is_the_providers_to_refuse(String name, String request)
      throws IOException {
    for (boolean stream : new boolean[] {false, true}) {
      String body = stream ? request.replaceFirst("\\{", "{\"stream\":true,") : request;
      Reply reply = rig.call("/v1/messages", body);
      assertThat(provider.calls(NAME).getLast().body()).isEqualTo(body);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).isEqualTo(ERROR);
      assertThat(reply.header("content-type")).isEqualTo("application/json");
      assertThat(reply.header("x-should-retry")).isEqualTo("false");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"model":"m","messages":[]}                                   | max_tokens is missing
          {"model":"m","messages":[],"max_tokens":"64"}                 | max_tokens
          {"model":"m","messages":[],"max_tokens":1.5}                  | max_tokens
          {"model":"m","messages":[],"max_tokens":null}                 | max_tokens
          {"model":"m","max_tokens":64}                                 | messages
          {"model":"m","max_tokens":64,"messages":5}                    | messages
          {"max_tokens":64,"messages":[]}                               | model
          {"model":5,"max_tokens":64,"messages":[]}                     | model
          {"model":"m","max_tokens":64,"messages":[],"stream":"yes"}    | stream
          {"model":"m","max_tokens":64,"messages":[],"model":"n"}       | model
          {"model":"m","max_tokens":64,"messages":[],"top_p":1e999}     | number
          {"model":"m","max_tokens":64,"messages":[]} x                 | JSON
          {"model":"m","max_tokens":64,"messages":[                     | JSON
          [{"model":"m","max_tokens":64,"messages":[]}]                 | object
          ''                                                            | no body
          """)
  void what_it_has_to_understand_is_refused_in_the_form_of_the_dialect(String body, String word)
      throws IOException {
    int before = provider.calls(NAME).size();
    Reply reply = rig.call("/v1/messages", body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body())
        .startsWith(
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"")
        .containsIgnoringCase(word)
        .endsWith("\"request_id\":\"" + reply.header("request-id") + "\"}");
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    assertThat(provider.calls(NAME)).hasSize(before);
  }
}
