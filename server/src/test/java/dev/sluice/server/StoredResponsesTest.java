package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.StateHolder.Received;
import dev.sluice.server.config.reader.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Responses that providers hold are found again by their names, over sockets: at several accounts,
/// by processes that know nothing of each other.
class StoredResponsesTest {
  private static final Pattern NAME = Pattern.compile("\"(resp_[^\"]*)\"");
  private static final Pattern MARK = Pattern.compile("_slr1[A-Za-z0-9_-]{33}");
  private static final String INPUT = "\"input\":\"Hi\"";

  @TempDir private Path folder;
  private StateHolder provider;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    provider = new StateHolder();
    gateway =
        gateway(
            """
            routes:
              first: {models: [m], targets: [{provider: a, model: m}, {provider: b, model: m}]}
              second: {models: [n], targets: [{provider: b, model: m}]}
            """,
            "k1, k2",
            "k3");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.drainAndClose();
    provider.close();
  }

  private GatewayProcess gateway(String routes, String keys, String others) throws Exception {
    String config =
        """
        server: {listen: "127.0.0.1:0"}
        admin: {listen: "127.0.0.1:0"}
        providers:
          a: {type: openai, url: "http://127.0.0.1:%1$d/v1", keys: [%2$s], allow_private: true}
          b: {type: openai, url: "http://127.0.0.1:%1$d/v1", keys: [%3$s], allow_private: true}
        """
            .formatted(provider.port(), keys, others);
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, config + routes);
    return GatewayProcess.start(
        ConfigFile.load(file.toString(), Map.of()).config(), ProcessOptions.defaults());
  }

  private Reply post(String path, String body) throws Exception {
    try (var client = new RawClient(gateway.address())) {
      return client.post(path, body).reply();
    }
  }

  private Reply make(String model, String more) throws Exception {
    return post("/v1/responses", "{\"model\":\"%s\",%s%s}".formatted(model, INPUT, more));
  }

  private Reply ask(String method, String path) throws Exception {
    try (var client = new RawClient(gateway.address())) {
      return client
          .send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
          .reply();
    }
  }

  private static String name(Reply reply) {
    Matcher name = NAME.matcher(reply.body());
    assertThat(name.find()).as(reply.body()).isTrue();
    return name.group(1);
  }

  private static String unmarked(String text) {
    return MARK.matcher(text).replaceAll("");
  }

  private Received last() throws InterruptedException {
    Received last = provider.received.take();
    while (!provider.received.isEmpty()) {
      last = provider.received.take();
    }
    return last;
  }

  @Test
  void a_response_is_asked_for_at_the_account_that_holds_it() throws Exception {
    String name = name(make("n", ""));
    assertThat(name).matches("resp_10" + MARK);
    Reply found = ask("GET", "/v1/responses/" + name);
    assertThat(found.status()).isEqualTo(200);
    assertThat(name(found)).isEqualTo(name);
    assertThat(last()).isEqualTo(new Received("k3", "GET", "/v1/responses/resp_10", ""));
  }

  @Test
  void nothing_but_the_names_is_changed() throws Exception {
    Reply whole = make("m", "");
    assertThat(unmarked(whole.body())).isEqualTo(provider.answered);
    assertThat(MARK.matcher(whole.body()).results()).hasSize(2);
    Reply streamed = make("m", ",\"stream\":true");
    assertThat(unmarked(streamed.body())).isEqualTo(provider.answered);
    assertThat(MARK.matcher(streamed.body()).results()).hasSize(3);
    assertThat(streamed.body()).contains("\"id\":\"resp_1\",\"response_id\":\"resp_20\"");
  }

  @Test
  void a_call_that_leaves_nothing_gets_what_the_provider_says() throws Exception {
    assertThat(make("m", ",\"store\":false").body()).isEqualTo(provider.answered);
    assertThat(make("m", ",\"store\":false,\"stream\":true").body()).isEqualTo(provider.answered);
  }

  @Test
  void a_conversation_goes_on_at_the_account_that_holds_it() throws Exception {
    String name = name(make("n", ""));
    Reply next = make("m", ",\"previous_response_id\":\"" + name + "\"");
    assertThat(next.status()).isEqualTo(200);
    assertThat(next.body()).contains("\"previous_response_id\":\"" + name + "\"");
    Received received = last();
    assertThat(received.account()).isEqualTo("k3");
    assertThat(received.body()).contains("\"previous_response_id\":\"resp_10\"");
    String conversation = "conv_7" + MARK.matcher(next.body()).results().toList().getLast().group();
    make("m", ",\"conversation\":{\"id\":\"" + conversation + "\"}");
    assertThat(last().body()).contains("\"conversation\":{\"id\":\"conv_7\"}");
  }

  @Test
  void a_name_says_the_same_to_a_process_that_has_not_given_it() throws Exception {
    String name = name(make("n", ""));
    gateway.drainAndClose();
    gateway =
        gateway("routes: {all: {models: [m], targets: [{provider: a, model: m}]}}", "k3", "k1");
    assertThat(make("m", ",\"previous_response_id\":\"" + name + "\"").status()).isEqualTo(200);
    assertThat(last().account()).isEqualTo("k3");
    assertThat(ask("GET", "/v1/responses/" + name).status()).isEqualTo(200);
  }

  @Test
  void a_second_key_of_a_provider_is_found_too() throws Exception {
    String name = name(make("m", ""));
    gateway.drainAndClose();
    gateway =
        gateway("routes: {all: {models: [m], targets: [{provider: a, model: m}]}}", "k2, k1", "k3");
    assertThat(make("m", ",\"previous_response_id\":\"" + name + "\"").status()).isEqualTo(200);
    assertThat(last().account()).isEqualTo("k1");
    assertThat(ask("DELETE", "/v1/responses/" + name).status()).isEqualTo(200);
    assertThat(last().account()).isEqualTo("k1");
  }

  @Test
  void a_name_of_another_account_is_an_error_with_a_remedy() throws Exception {
    String name = name(make("m", ""));
    provider.received.clear();
    Reply refused = make("n", ",\"previous_response_id\":\"" + name + "\"");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body())
        .contains("Previous response with id '" + name + "' not found.", "begin anew")
        .contains("\"param\":\"previous_response_id\"")
        .contains("\"code\":\"previous_response_not_found\"");
    assertThat(provider.received).isEmpty();
  }

  @Test
  void a_name_that_nobody_has_given_is_not_found() throws Exception {
    String name = name(make("m", ""));
    provider.received.clear();
    String forged = name.replace("resp_10", "resp_11");
    Reply plain = ask("GET", "/v1/responses/resp_10");
    for (Reply reply : new Reply[] {ask("GET", "/v1/responses/" + forged), plain}) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body()).contains("not found", "take the `id` of an answer as it is");
    }
    assertThat(provider.received).isEmpty();
  }

  @Test
  void what_is_asked_of_a_response_passes_with_its_query() throws Exception {
    String at = "/v1/responses/" + name(make("n", ""));
    assertThat(ask("GET", at + "/input_items?limit=2&after=item_1&key=mine").status())
        .isEqualTo(200);
    assertThat(last().target()).isEqualTo("/v1/responses/resp_10/input_items?limit=2&after=item_1");
    assertThat(ask("POST", at + "/cancel").status()).isEqualTo(200);
    assertThat(last()).isEqualTo(new Received("k3", "POST", "/v1/responses/resp_10/cancel", ""));
    Reply stream = ask("GET", at + "?stream=true&starting_after=0");
    assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
    assertThat(unmarked(stream.body())).isEqualTo(provider.answered);
    assertThat(ask("PUT", at).header("allow")).isEqualTo("GET, DELETE");
    assertThat(ask("GET", at + "/cancel").status()).isEqualTo(405);
    assertThat(ask("GET", at + "/other").status()).isEqualTo(404);
    assertThat(ask("GET", "/v1/responses/..").status()).isEqualTo(404);
  }

  @Test
  void names_stay_as_they_are_where_one_account_holds_all() throws Exception {
    gateway.drainAndClose();
    gateway =
        gateway("routes: {all: {models: [m], targets: [{provider: a, model: m}]}}", "k1", "k1");
    assertThat(make("m", "").body()).isEqualTo(provider.answered);
    assertThat(ask("GET", "/v1/responses/resp_10").body()).isEqualTo(provider.answered);
    assertThat(make("m", ",\"previous_response_id\":\"resp_10\"").status()).isEqualTo(200);
  }

  @Test
  void counts_and_compactions_pass() throws Exception {
    String body = "{\"model\":\"m\"," + INPUT + "}";
    assertThat(post("/v1/responses/input_tokens", body).body())
        .isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":7}");
    assertThat(last().target()).isEqualTo("/v1/responses/input_tokens");
    assertThat(post("/v1/responses/compact", body).body())
        .isEqualTo("{\"id\":\"cmp_1\",\"object\":\"response.compaction\"}");
  }

  @Test
  void a_web_socket_is_refused_at_once_and_a_get_is_as_elsewhere() throws Exception {
    try (var client = new RawClient(gateway.address())) {
      String upgrade = "Upgrade: websocket";
      assertThat(client.get("/v1/responses", upgrade, "Connection: Upgrade").reply().status())
          .isEqualTo(426);
    }
    assertThat(ask("GET", "/v1/responses").status()).isEqualTo(405);
  }
}
