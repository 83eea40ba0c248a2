package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.client.ClientKey;
import dev.sluice.stats.ModelCatalogue.Model;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the gateway says to clients of Gemini's API, over sockets.
class GeminiClientsTest {
  private static final String BODY = "{\"contents\":[]}";
  private static final String MODELS = "/v1beta/models/";
  private static final String CUT = "stream_truncated";

  private static Failed cut() {
    return new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "the stream ended");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1beta/models/echo:generateContent, GENERATE, echo",
    "/v1/models/echo:generateContent?alt=json, GENERATE, echo",
    "/v1/models/echo:countTokens, GENERATE_COUNT, echo",
    "/v1beta/models/org/sub%2Fm:7b:generateContent, GENERATE, org/sub/m:7b"
  })
  void the_path_says_what_is_asked_of_which_model(String path, Operation operation, String model)
      throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      client.post(path, BODY);
      Call call = server.pipeline.calls.take();
      assertThat(call.operation()).isEqualTo(operation);
      assertThat(call.model()).isEqualTo(model);
      assertThat(call.facts().stream()).isFalse();
    }
  }

  @Test
  void embeddings_are_calls_of_their_own_kinds() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      client.post(MODELS + "echo:embedContent", "{\"content\":{}}").reply();
      assertThat(server.pipeline.calls.take().operation()).isEqualTo(Operation.EMBED_CONTENT);
      client.post(MODELS + "echo:batchEmbedContents", "{\"requests\":[]}").reply();
      assertThat(server.pipeline.calls.take().operation())
          .isEqualTo(Operation.BATCH_EMBED_CONTENTS);
    }
  }

  @Test
  void a_stream_passes_in_events_where_the_query_asks_for_them() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      client.post(MODELS + "live:streamGenerateContent?alt=sse", BODY);
      FakePipeline.Live live = server.pipeline.next();
      assertThat(server.pipeline.calls.take().facts().stream()).isTrue();
      live.write(": waiting\n\n");
      client.head();
      assertThat(client.chunk()).isEqualTo("\n\n");
      live.write("data: {\"a\":1}\n\n: a\n\n: b");
      assertThat(client.chunk()).isEqualTo("data: {\"a\":1}\n\n\n\n");
      live.write("c\n\ndata: {\"b\":\": c\"}\n\n");
      assertThat(client.chunk()).isEqualTo("\n\ndata: {\"b\":\": c\"}\n\n");
      live.fail(cut());
      assertThat(client.chunk())
          .startsWith("data: {\"error\":{\"code\":502,\"message\":")
          .contains("\"status\":\"UNAVAILABLE\"", CUT)
          .endsWith("}}\n\n");
    }
  }

  @Test
  void a_stream_is_one_array_where_it_does_not() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      client.post(MODELS + "live:streamGenerateContent", BODY);
      FakePipeline.Live live = server.pipeline.next();
      live.write(": waiting\n\n");
      Reply head = client.head();
      assertThat(head.header("content-type")).isEqualTo("application/json");
      assertThat(client.chunk()).isEqualTo("\n");
      live.write("data: {\"a\":1}\r\n\r\n");
      assertThat(client.chunk()).isEqualTo("[{\"a\":1}\n");
      live.write("data:{\"b\":");
      assertThat(client.chunk()).isEqualTo("\n,\n{\"b\":");
      live.write("2}\n\n");
      assertThat(client.chunk()).isEqualTo("2}\n");
      live.fail(cut());
      assertThat(client.chunk())
          .startsWith("\n,\n{\"error\":{\"code\":502")
          .contains(CUT)
          .endsWith("}}\n]\n");
    }
  }

  @Test
  void an_error_in_place_of_an_array_is_one_too() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      server.pipeline.failure = new Failed.CredentialRefused(401);
      Reply reply = client.post(MODELS + "fail:streamGenerateContent", BODY).reply();
      assertThat(reply.status()).isEqualTo(424);
      assertThat(reply.body()).startsWith("[{\"error\":{\"code\":424").endsWith("}]");
    }
  }

  @Test
  void a_key_is_shown_in_any_of_three_ways_and_stands_in_no_log() throws Exception {
    try (var server = TestServer.keyed(ClientKey.plain(1, new Secret("k1")))) {
      String path = MODELS + "echo:generateContent";
      try (var client = server.connect()) {
        for (String header : new String[] {"x-goog-api-key: k1", "Authorization: Bearer k1"}) {
          assertThat(client.post(path, BODY, header).reply().status()).isEqualTo(200);
        }
        assertThat(client.post(path + "?key=k1", BODY).reply().status()).isEqualTo(200);
        assertThat(client.post(path + "?alt=sse&key=k%31", BODY).reply().status()).isEqualTo(200);
        assertThat(client.post(path + "?$alt=sse&$key=k1", BODY).reply().status()).isEqualTo(200);
      }
      try (var client = server.connect()) {
        Reply refused = client.post(path + "?key=secret", BODY).reply();
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body())
            .startsWith("{\"error\":{\"code\":401")
            .contains("\"status\":\"UNAUTHENTICATED\"", "x-goog-api-key: KEY")
            .doesNotContain("secret");
        assertThat(server.targets.take()).isEqualTo(path + "?key=***");
      }
    }
  }

  private static Reply failed(Failed why) throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      server.pipeline.failure = why;
      return client.post(MODELS + "fail:generateContent", BODY).reply();
    }
  }

  @Test
  void an_error_says_in_googles_words_how_long_to_wait() throws Exception {
    Reply reply =
        failed(
            new Failed.Throttled(
                Failed.Dimension.TOKENS, Optional.of(Duration.ofMillis(2500)), "slow down"));
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.body())
        .isEqualTo(
            "{\"error\":{\"code\":429,\"message\":\"slow down\",\"status\":\"RESOURCE_EXHAUSTED\","
                + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\","
                + "\"reason\":\"provider_throttled\",\"domain\":\"sluice\"}, "
                + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2.5s\"}"
                + "]}}");
    assertThat(reply.header("retry-after")).isEqualTo("3");
  }

  @Test
  void what_cannot_be_translated_says_where_it_stands() throws Exception {
    Failed refused =
        Failed.Invalid.untranslatable(Optional.of("contents[0].parts[1]"), "no such part");
    assertThat(failed(refused).body())
        .contains("\"message\":\"contents[0].parts[1]: no such part\"")
        .contains("\"status\":\"INVALID_ARGUMENT\"")
        .contains(
            "google.rpc.BadRequest\",\"fieldViolations\":[{\"field\":\"contents[0].parts[1]\","
                + "\"description\":\"no such part\"}]");
  }

  @Test
  void what_is_used_up_says_that_no_wait_helps() throws Exception {
    assertThat(failed(new Failed.Exhausted("used up")).body())
        .contains("\"status\":\"RESOURCE_EXHAUSTED\"", "QuotaFailure", "PerDay")
        .doesNotContain("RetryInfo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"code\":400,\"message\":\"no\",\"status\":\"INVALID_ARGUMENT\"}}",
        "{\"error\":{\"message\":\"no\",\"type\":\"x\",\"code\":null}}"
      })
  void what_a_provider_says_of_a_request_passes_in_googles_form(String said) throws Exception {
    assertThat(failed(new Failed.Refused(400, "application/json", said)).body())
        .isEqualTo("{\"error\":{\"code\":400,\"message\":\"no\",\"status\":\"INVALID_ARGUMENT\"}}");
  }

  @Test
  void models_are_listed_in_pages_in_the_dialect_of_the_one_who_asks() throws Exception {
    String whole =
        "{\"name\":\"models/whole\",\"displayName\":\"whole\","
            + "\"supportedGenerationMethods\":[\"generateContent\",\"countTokens\"]}";
    try (var server = new TestServer();
        var client = server.connect()) {
      assertThat(client.get("/v1beta/models?pageSize=1").reply().body())
          .isEqualTo("{\"models\":[" + whole + "],\"nextPageToken\":\"1\"}");
      assertThat(client.get("/v1beta/models?pageSize=1&pageToken=1").reply().body())
          .startsWith("{\"models\":[{\"name\":\"models/org/listed\"")
          .endsWith("]}]}");
      assertThat(client.get("/v1beta/models/whole").reply().body()).isEqualTo(whole);
      assertThat(client.get("/v1/models", "x-goog-api-key: any").reply().body())
          .startsWith("{\"models\":[");
      assertThat(client.get("/v1/models?key=any").reply().body()).startsWith("{\"models\":[");
      assertThat(client.get("/v1/models").reply().body()).startsWith("{\"object\":\"list\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pageSize=-1", "pageSize=x", "pageToken=abc"})
  void a_page_that_is_none_is_refused(String query) throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      Reply reply = client.get("/v1beta/models?" + query).reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body())
          .contains("\"status\":\"INVALID_ARGUMENT\"", query.substring(0, query.indexOf('=')));
    }
  }

  @Test
  void other_verbs_and_paths_say_which_there_are() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      Reply reply = client.post("/v1beta/tunedModels", "{}").reply();
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body()).contains("\"status\":\"NOT_FOUND\"", ":streamGenerateContent");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1beta/models/m:frobnicate",
        "/v1/models/m:frobnicate",
        "/v1/models/org/sub%2Fm%3Afrobnicate",
        "/v1beta/models/m:",
        "/v1beta/models/m",
        "/v1/models/m?key=any",
        "/v1beta/models/:generateContent"
      })
  void a_verb_that_nobody_knows_is_not_found_in_googles_form(String path) throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      Reply reply = client.post(path, BODY).reply();
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body())
          .startsWith("{\"error\":{\"code\":404,")
          .contains("\"status\":\"NOT_FOUND\"", "no such method", ":generateContent");
    }
  }

  @Test
  void a_method_of_http_that_a_path_does_not_have_is_told_in_the_form_of_its_clients()
      throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      Reply verb = client.get(MODELS + "m:generateContent").reply();
      assertThat(verb.status()).isEqualTo(405);
      assertThat(verb.header("allow")).isEqualTo("POST");
      assertThat(verb.body()).contains("\"status\":\"UNIMPLEMENTED\"");
      Reply openai = client.post("/v1/models/m", "{}").reply();
      assertThat(openai.status()).isEqualTo(405);
      assertThat(openai.header("allow")).isEqualTo("GET");
      assertThat(openai.body()).contains("\"code\":\"method_not_allowed\"");
    }
  }

  @Test
  void a_model_whose_name_has_slashes_and_colons_is_found_and_another_is_not() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      server.models = () -> List.of(new Model("org/sub/m:7b", Optional.empty()));
      for (String path : new String[] {"org/sub/m:7b", "org%2Fsub%2Fm%3A7b"}) {
        assertThat(client.get(MODELS + path).reply().body())
            .startsWith("{\"name\":\"models/org/sub/m:7b\"");
      }
      assertThat(client.get("/v1beta/models").reply().body()).contains("models/org/sub/m:7b");
      Reply none = client.get(MODELS + "none").reply();
      assertThat(none.status()).isEqualTo(404);
      assertThat(none.body()).contains("\"status\":\"NOT_FOUND\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?alt=sse", "?$alt=sse", "?%24alt=sse", "?key=k&$alt=sse"})
  void events_are_asked_for_by_either_name(String query) throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      client.post(MODELS + "live:streamGenerateContent" + query, BODY);
      FakePipeline.Live live = server.pipeline.next();
      live.write("data: {\"a\":1}\n\n");
      assertThat(client.head().header("content-type")).isEqualTo("text/event-stream");
      live.fail(cut());
    }
  }

  @Test
  void a_whole_answer_stays_one_although_the_query_asks_for_events() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      Reply reply = client.post(MODELS + "echo:generateContent?alt=sse", BODY).reply();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("content-type")).isEqualTo("application/json");
      Call call = server.pipeline.calls.take();
      assertThat(call.facts().stream()).isFalse();
    }
  }

  @Test
  void of_a_key_in_the_header_and_one_in_the_query_either_opens_and_neither_is_logged()
      throws Exception {
    try (var server = TestServer.keyed(ClientKey.plain(1, new Secret("k1")));
        var client = server.connect()) {
      String path = MODELS + "echo:generateContent";
      assertThat(client.post(path + "?key=wrong", BODY, "x-goog-api-key: k1").reply().status())
          .isEqualTo(200);
      assertThat(client.post(path + "?key=k1", BODY, "x-goog-api-key: wrong").reply().status())
          .isEqualTo(200);
      Reply refused = client.post(path + "?key=wrong", BODY, "x-goog-api-key: other").reply();
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.body()).doesNotContain("wrong", "other");
      assertThat(server.targets.take()).isEqualTo(path + "?key=***");
    }
  }

  @Test
  void a_request_without_contents_is_told_so_in_its_form() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      Reply reply = client.post(MODELS + "m:generateContent", "{}").reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body())
          .contains("\"status\":\"INVALID_ARGUMENT\"", "the property contents is missing");
    }
  }
}
