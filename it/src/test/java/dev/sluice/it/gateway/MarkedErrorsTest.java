package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.it.gateway.ScriptedProvider.Script;
import dev.sluice.testing.LongForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Providers of each dialect put the gateway's key and their own address into their errors, in each
/// form of an error and in each way to write it: no client of any dialect sees them.
class MarkedErrorsTest {
  private static final ScriptedProvider PROVIDER = start();
  private static final Marker KEY = new Marker("sKey/Mark+er=0aB~9%2Fz\"Q7_x-y");
  private static final Marker ADDRESS = new Marker("127.0.0.1:" + PROVIDER.port());
  private static final String PROMPT = "prompt-of-a-client";

  private static final List<String> PROVIDERS =
      List.of("open", "chats", "responses", "claude", "google", "cohere");

  /// How many of the providers say each form of an error, each in another way to write it.
  private static final int ROUNDS = LongForm.rounds(2, PROVIDERS.size());

  private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
  private static final ByteArrayOutputStream ERR = new ByteArrayOutputStream();
  private static final Rig RIG = rig();

  /// Every how manieth way to write a marker stands in a header.
  private static final int STEP = LongForm.rounds(3, 1);

  private static final String DELTA =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Good\"}}]}\n\n";
  private static final String OUTPUT =
      "event: response.output_text.delta\n"
          + "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,"
          + "\"item_id\":\"i\",\"delta\":\"Good\"}\n\n";
  private static final String MESSAGE =
      "event: message_start\n"
          + "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"role\":\"assistant\","
          + "\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n"
          + "event: content_block_start\n"
          + "data: {\"type\":\"content_block_start\",\"index\":0,"
          + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
          + "event: content_block_delta\n"
          + "data: {\"type\":\"content_block_delta\",\"index\":0,"
          + "\"delta\":{\"type\":\"text_delta\",\"text\":\"Good\"}}\n\n";
  private static final String CANDIDATE =
      "data: {\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\","
          + "\"parts\":[{\"text\":\"Good\"}]}}]}\n\n";

  /// A form of an error, with %s for what its provider says.
  record Form(String name, List<String> providers, int status, String type, List<String> parts) {
    @Override
    public String toString() {
      return name;
    }

    Script saying(String words, Map<String, String> headers) {
      List<String> said = parts.stream().map(part -> part.replace("%s", words)).toList();
      return new Script(status, type, headers, said);
    }
  }

  private static ScriptedProvider start() {
    try {
      return new ScriptedProvider();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Rig rig() {
    String host = "http://127.0.0.1:" + PROVIDER.port();
    String config =
        "defaults: {retry: off, breaker: off}\nproviders:\n"
            + provider("open", "compatible", host + "/v1")
            + provider("chats", "compatible, api: chat", host + "/v1")
            + provider("responses", "compatible, api: responses", host + "/v1")
            + provider("claude", "anthropic", host)
            + provider("google", "gemini", host)
            + provider("cohere", "cohere", host)
            + "routes:\n"
            + PROVIDERS.stream()
                .map(name -> Rig.route(name, name + "/*", name, ""))
                .collect(Collectors.joining());
    return Rig.writing(OUT, ERR, config);
  }

  private static String provider(String name, String type, String url) {
    return "  %s: {type: %s, url: \"%s\", key: '%s', allow_private: true}\n"
        .formatted(name, type, url, KEY.text());
  }

  @AfterAll
  static void no_log_holds_a_key_or_a_prompt() throws IOException {
    String admin = "";
    try (RawCall pages = new RawCall(RIG.serving().adminAddress())) {
      for (String path : List.of("/metrics", "/admin/v1/calls", "/admin/v1/report")) {
        admin += pages.get(path).reply().body();
      }
    }
    RIG.close();
    PROVIDER.close();
    String all = OUT.toString(UTF_8) + ERR.toString(UTF_8) + admin;
    assertThat(all).contains("\"outcome\":\"refused\"").doesNotContain(PROMPT);
    assertThat(KEY.isIn(all)).isFalse();
  }

  static Stream<Form> forms() {
    List<Form> forms = new ArrayList<>();
    String open =
        "{\"error\":{\"message\":\"no: %s\",\"type\":\"%s\",\"param\":\"%s\",\"code\":\"%s\"}}";
    String claude =
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"%s\"},"
            + "\"request_id\":\"%s\"}";
    String google =
        "{\"error\":{\"code\":400,\"message\":\"%s\",\"status\":\"INVALID_ARGUMENT\",\"details\":"
            + "[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"%s\",\"%s\":1}]}}";
    for (int status : new int[] {400, 404, 422, 500, 200}) {
      forms.add(json("OpenAI's", status, open));
      forms.add(json("Anthropic's", status, claude));
      forms.add(json("Google's", status, google));
      forms.add(json("Google's in an array", status, "[" + google + "]"));
      forms.add(json("a string", status, "{\"error\":\"%s\"}"));
      forms.add(json("a flat one", status, "{\"message\":\"%s\",\"type\":\"%s\"}"));
      forms.add(json("a detail", status, "{\"detail\":\"%s\"}"));
      forms.add(
          new Form(
              "cut JSON " + status,
              PROVIDERS,
              status,
              "application/json",
              List.of(open.substring(0, 40))));
      forms.add(
          new Form("text " + status, PROVIDERS, status, "text/plain", List.of("it failed: %s")));
    }
    forms.add(
        json(
            "one behind a large part",
            200,
            "{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(100_000) + "\"}}],",
            "\"error\":{\"message\":\"",
            "%s",
            "\"}}"));
    forms.add(json("a large one", 200, "{\"error\":{\"message\":\"%s", "x".repeat(70_000), "\"}}"));
    forms.add(
        json("a choice's", 200, "{\"choices\":[{\"index\":0,\"error\":{\"message\":\"%s\"}}]}"));
    forms.add(
        json(
            "a failed response",
            200,
            "{\"object\":\"response\",\"status\":\"failed\",\"output\":[],"
                + "\"error\":{\"code\":\"server_error\",\"message\":\"%s\"}}"));
    for (String before : List.of("", DELTA, OUTPUT, MESSAGE, CANDIDATE)) {
      String where = before.isEmpty() ? "first" : "behind " + before.substring(6, 30).strip();
      forms.add(events(where + ", OpenAI's", before, "data: " + open + "\n\n"));
      forms.add(events(where + ", named", before, "event: error\ndata: {\"message\":\"%s\"}\n\n"));
      forms.add(
          responses(
              where + ", a Responses'",
              before,
              "data: {\"type\":\"error\",\"code\":\"%s\",\"message\":\"%s\"}\n\n"));
      forms.add(events(where + ", Anthropic's", before, "event: error\ndata: " + claude + "\n\n"));
      forms.add(events(where + ", Google's", before, "data: " + google + "\n\n"));
      for (String code : List.of("server_error", "invalid_prompt")) {
        forms.add(responses(where + ", failed, " + code, before, failed(code, "")));
      }
      forms.add(responses(where + ", large", before, failed("server_error", "x".repeat(100_000))));
      forms.add(
          responses(where + ", too large", before, failed("invalid_prompt", "x".repeat(300_000))));
      forms.add(
          responses(
              where + ", late",
              before,
              "data: {\"response\":{\"instructions\":\"" + "x".repeat(100_000) + "\",",
              "\"error\":{\"code\":\"invalid_prompt\",",
              "\"message\":\"%s\"}},\"type\":\"response.failed\"}\n\n"));
    }
    return forms.stream();
  }

  private static Form json(String name, int status, String... parts) {
    return new Form(name + " " + status, PROVIDERS, status, "application/json", List.of(parts));
  }

  private static Form events(String name, String... parts) {
    return new Form(name, PROVIDERS, 200, "text/event-stream", List.of(parts));
  }

  private static Form responses(String name, String... parts) {
    return new Form(name, PROVIDERS.subList(0, 3), 200, "text/event-stream", List.of(parts));
  }

  private static String failed(String code, String instructions) {
    return "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":"
        + "{\"code\":\"%s\",\"message\":\"%%s\"},\"instructions\":\"%s\",\"%%s\":0}}\n\n"
            .formatted(code, instructions);
  }

  /// What clients of each dialect ask, with %s for the model.
  private static List<Reply> asked(String model) throws IOException {
    List<Reply> replies = new ArrayList<>();
    String turn = "[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]";
    for (boolean stream : new boolean[] {false, true}) {
      String head = "{\"model\":\"" + model + "\",\"stream\":" + stream + ",";
      replies.add(RIG.call("/v1/chat/completions", head + "\"messages\":" + turn + "}"));
      replies.add(RIG.call("/v1/responses", head + "\"input\":\"" + PROMPT + "\"}"));
      replies.add(RIG.call("/v1/messages", head + "\"max_tokens\":100,\"messages\":" + turn + "}"));
      replies.add(
          RIG.call(
              "/v1beta/models/" + model + (stream ? ":streamGenerateContent" : ":generateContent"),
              "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + PROMPT + "\"}]}]}"));
    }
    replies.add(
        RIG.call("/v1/embeddings", "{\"model\":\"" + model + "\",\"input\":\"" + PROMPT + "\"}"));
    return replies;
  }

  private static void check(String what, List<Reply> replies) {
    for (Reply reply : replies) {
      String seen = (reply.headers() + "\n" + reply.body()).replaceAll("x{99,}", "x");
      String shown = seen.length() > 2_000 ? seen.substring(0, 2_000) : seen;
      assertThat(KEY.isIn(seen)).as("%s: the key in%n%s", what, shown).isFalse();
      assertThat(ADDRESS.isIn(seen)).as("%s: the address in%n%s", what, shown).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void no_client_sees_the_key_or_the_address_in_an_error(Form form) throws IOException {
    List<String> keys = KEY.forms();
    List<String> addresses = ADDRESS.forms();
    int next = Math.floorMod(form.name().hashCode(), keys.size());
    int asked = PROVIDER.asked();
    for (int i = 0; i < ROUNDS; i++) {
      int which = (next + 3 * i) % keys.size();
      String provider = form.providers().get((next + i) % form.providers().size());
      PROVIDER.answers(
          form.saying(keys.get(which) + " at " + addresses.get(which) + " end", Map.of()));
      check(form + ", form " + which + " of " + provider, asked(provider + "/m"));
    }
    assertThat(PROVIDER.asked() - asked).isGreaterThan(2 * ROUNDS);
  }

  @ParameterizedTest
  @CsvSource({"200, 0", "400, 1", "500, 2"})
  void no_client_sees_them_in_a_header(int status, int first) throws IOException {
    String body =
        status == 200
            ? "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"
            : "{\"error\":{\"message\":\"no\"}}";
    for (Marker marker : List.of(KEY, ADDRESS)) {
      List<String> forms = marker.forms();
      for (int i = first % STEP; i < forms.size(); i += STEP) {
        String form = forms.get(i);
        Map<String, String> headers =
            Map.of(
                "x-request-id", form,
                "openai-organization", "of " + form,
                "openai-version", form + "!",
                "x-ratelimit-remaining-requests", form,
                "anthropic-ratelimit-tokens-limit", form,
                "retry-after", form);
        PROVIDER.answers(new Script(status, "application/json", headers, List.of(body)));
        List<Reply> replies = asked("open/m");
        check("headers, " + form, replies);
        assertThat(replies.getFirst().header("openai-organization")).matches("of .*\\*{3}.*|");
      }
    }
  }

  @Test
  void what_gates_learn_of_is_told_without_them() throws IOException {
    String host = "http://127.0.0.1:" + PROVIDER.port();
    String words = String.join(" ", KEY.forms()) + " at " + String.join(" ", ADDRESS.forms());
    for (int status : new int[] {401, 402, 403, 429, 503, 529}) {
      String config =
          "providers:\n"
              + provider("p", "compatible", host + "/v1")
              + "routes:\n"
              + Rig.route("p", "*", "p", "");
      try (Rig rig = Rig.writing(OUT, ERR, "defaults: {retry: off}\n" + config)) {
        PROVIDER.answers(
            new Script(
                status,
                "application/json",
                Map.of(),
                List.of("{\"error\":{\"message\":\"" + words + "\",\"code\":\"" + words + "\"}}")));
        check("status " + status, List.of(rig.chat("m", false), rig.chat("m", true)));
      }
    }
  }

  /// A response that failed an earlier call passes as a part of the answer.
  @Test
  void no_client_sees_them_in_a_stored_response() throws IOException {
    String host = "http://127.0.0.1:" + PROVIDER.port();
    String config =
        "providers:\n"
            + provider("p", "compatible", host + "/v1")
            + "routes:\n"
            + Rig.route("p", "*", "p", "");
    try (Rig rig = Rig.start(config);
        RawCall call = rig.connect()) {
      for (int i = 0; i < KEY.forms().size(); i++) {
        String words = KEY.forms().get(i) + " at " + ADDRESS.forms().get(i);
        String json =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"\u00fc: "
                + words
                + "\"},\"output\":[\"\u00fc %41\"]}";
        String event =
            "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":"
                + json
                + "}\n\n";
        stored(call, "application/json", List.of(json.substring(0, 100), json.substring(100)));
        stored(call, "text/event-stream", List.of(event));
      }
    }
  }

  private static void stored(RawCall call, String type, List<String> parts) throws IOException {
    PROVIDER.answers(new Script(200, type, Map.of(), parts));
    String path = "/v1/responses/resp_1" + (parts.size() == 1 ? "?stream=true" : "");
    Reply reply = call.get(path).reply();
    assertThat(reply.status()).as("%s: %s %s", path, reply.body(), parts).isEqualTo(200);
    assertThat(reply.body()).contains("\\u00fc: ", "***", "\"output\":[\"\u00fc %41\"]}");
    check(path, List.of(reply));
  }
}
