package dev.sluice.server;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.GatewayEdge;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys of a store, over real sockets: how they are made, what they may do, and how they end.
class StoredKeysTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CHAT =
      "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
          + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},"
          + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,"
          + "\"total_tokens\":2}}";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch slow = new CountDownLatch(1);
  private ServerSocket provider;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    provider = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::provide);
    gateway = open();
    assertThat(admin("POST", "/admin/v1/teams", "{\"name\":\"search\"}").statusCode())
        .isEqualTo(201);
  }

  @AfterEach
  void stop() throws Exception {
    slow.countDown();
    http.shutdownNow();
    gateway.drainAndClose();
    provider.close();
  }

  private GatewayProcess open() throws Exception {
    var store = ready(StoreConfig.in(folder.resolve("data")));
    var accounts = Accounts.open(store, Clock.SYSTEM);
    return GatewayProcess.start(
        ConfigFile.of(Doc.parse("sluice.yaml", yaml(), Map.of())).config(),
        ProcessOptions.defaults()
            .parts(new ProcessParts(Optional.empty(), Optional.of(accounts), Optional.empty())));
  }

  private String yaml() {
    return """
    store: {path: "%s"}
    server: {listen: "127.0.0.1:0", drain: 1s, keys: [
      {name: fixed, key: fixed-key, team: ops}, {name: lone, key: lone-key},
      {name: over, key: over-key, team: ops, expires: "2026-01-01T00:00:00Z"}]}
    admin:
      listen: "127.0.0.1:0"
      token: admin-token
      tokens:
        - {name: ann, token: viewer-token}
        - {name: bob, token: operator-token, role: operator}
    providers:
      p: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
    routes:
      cheap: {models: [small], targets: [{provider: p}]}
      any: {models: [m, large, slow], targets: [{provider: p}]}
    """
        .formatted(folder.resolve("data"), provider.getLocalPort());
  }

  /// Answers every call, those for `slow` late.
  private void provide() {
    try {
      while (true) {
        Socket client = provider.accept();
        Thread.ofVirtual().start(() -> answer(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void answer(Socket client) {
    try (client) {
      var in = client.getInputStream();
      var text = new StringBuilder();
      int length = -1;
      while (length < 0 || text.length() < length) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        text.append((char) next);
        if (length < 0 && text.toString().endsWith("\r\n\r\n")) {
          String head = text.toString().toLowerCase(Locale.ROOT);
          int at = head.indexOf("content-length: ");
          length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
          text.setLength(0);
        }
      }
      if (text.toString().contains("\"slow\"")) {
        slow.await();
      }
      client
          .getOutputStream()
          .write(
              ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                      + "Content-Length: "
                      + ANSWER.length()
                      + "\r\n\r\n"
                      + ANSWER)
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<String> send(String method, String url, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> admin(String method, String path, String body, String... headers)
      throws Exception {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "authorization";
    all[1] = "Bearer admin-token";
    return send(method, gateway.adminUrl() + path, body, all);
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return MAPPER.readTree(answer.body());
  }

  private JsonNode create(String body) throws Exception {
    HttpResponse<String> made = admin("POST", "/admin/v1/keys", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return json(made);
  }

  private HttpResponse<String> chat(String key, String model) throws Exception {
    return send(
        "POST",
        gateway.url() + "/v1/chat/completions",
        CHAT.formatted(model),
        "authorization",
        "Bearer " + key);
  }

  private static String code(HttpResponse<String> answer) throws Exception {
    return json(answer).path("error").path("code").asText();
  }

  @Test
  void a_new_key_calls_at_once_and_its_secret_is_shown_once() throws Exception {
    JsonNode made = create("{\"team\":\"search\",\"name\":\"live\"}");
    String secret = made.path("secret").asText();
    assertThat(chat(secret, "m").statusCode()).isEqualTo(200);
    assertThat(chat("fixed-key", "m").statusCode()).isEqualTo(200);
    String shown = admin("GET", "/admin/v1/keys", "").body();
    assertThat(shown).doesNotContain(secret).doesNotContain("fixed-key").contains("\"fixed\"");
    assertThat(Files.readString(folder.resolve("data/keys.copy"))).doesNotContain(secret);
  }

  @Test
  void wrong_keys_are_refused_in_the_words_of_each_dialect() throws Exception {
    String made = KeySecret.of("0123456789", new Random(1)).text();
    for (String wrong : List.of("sk-proj-foreign", made, made + "x", "x".repeat(7_000))) {
      HttpResponse<String> openai = chat(wrong, "m");
      assertThat(openai.statusCode()).isEqualTo(401);
      assertThat(code(openai)).isEqualTo("invalid_api_key");
      HttpResponse<String> anthropic =
          send(
              "POST",
              gateway.url() + "/v1/messages",
              CHAT.formatted("m"),
              "x-api-key",
              wrong,
              "anthropic-version",
              "2023-06-01");
      assertThat(anthropic.statusCode()).isEqualTo(401);
      assertThat(json(anthropic).path("error").path("type").asText())
          .isEqualTo("authentication_error");
    }
    assertThat(chat(made + "x", "m").body()).contains("check digits");
  }

  /// Behind the bound on a request's head.
  @Test
  void a_key_of_a_megabyte_is_refused_and_the_connection_ends() throws Exception {
    try (var client = new RawClient(gateway.address())) {
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk-slc-"
              + "x".repeat(1 << 20)
              + "\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(client.reply().status()).isIn(401, 431);
    }
    assertThat(chat("fixed-key", "m").statusCode()).isEqualTo(200);
  }

  @Test
  void a_key_does_what_it_may_and_nothing_else() throws Exception {
    String secret =
        create(
                """
                {"team": "search", "name": "narrow", "models": ["sm*", "large"],
                 "routes": ["cheap"], "operations": ["chat"]}
                """)
            .path("secret")
            .asText();
    assertThat(chat(secret, "small").statusCode()).isEqualTo(200);
    assertThat(code(chat(secret, "m"))).isEqualTo("model_not_allowed");
    assertThat(code(chat(secret, "large"))).isEqualTo("model_not_allowed");
    HttpResponse<String> embeddings =
        send(
            "POST",
            gateway.url() + "/v1/embeddings",
            "{\"model\":\"small\",\"input\":\"x\"}",
            "authorization",
            "Bearer " + secret);
    assertThat(embeddings.statusCode()).isEqualTo(403);
    assertThat(code(embeddings)).isEqualTo("operation_not_allowed");
    String models =
        send("GET", gateway.url() + "/v1/models", "", "authorization", "Bearer " + secret).body();
    assertThat(models).contains("\"small\"").doesNotContain("\"m\"");
  }

  @Test
  void a_rotated_key_has_two_secrets_for_a_while() throws Exception {
    JsonNode made = create("{\"team\":\"search\",\"name\":\"live\"}");
    String path = "/admin/v1/keys/" + made.path("key").path("id").asText();
    String first = made.path("secret").asText();
    String second =
        json(admin("POST", path + "/rotate", "{\"overlap\":\"1h\"}")).path("secret").asText();
    assertThat(chat(first, "m").statusCode()).isEqualTo(200);
    assertThat(chat(second, "m").statusCode()).isEqualTo(200);
    String third =
        json(admin("POST", path + "/rotate", "{\"overlap\":\"0s\"}")).path("secret").asText();
    assertThat(code(chat(first, "m"))).isIn("api_key_expired", "invalid_api_key");
    assertThat(code(chat(second, "m"))).isEqualTo("api_key_expired");
    assertThat(chat(third, "m").statusCode()).isEqualTo(200);
  }

  @Test
  void a_running_call_of_a_revoked_key_finishes() throws Exception {
    JsonNode made = create("{\"team\":\"search\",\"name\":\"live\"}");
    String secret = made.path("secret").asText();
    CompletableFuture<Integer> running = startSlow(secret);
    revoke(made, "{}");
    assertThat(code(chat(secret, "m"))).isEqualTo("api_key_revoked");
    slow.countDown();
    assertThat(running.get()).isEqualTo(200);
  }

  @Test
  void a_running_call_of_a_key_that_is_cut_ends_at_once() throws Exception {
    JsonNode made = create("{\"team\":\"search\",\"name\":\"live\"}");
    CompletableFuture<Integer> cut = startSlow(made.path("secret").asText());
    CompletableFuture<Integer> other = startSlow("fixed-key");
    await().until(() -> GatewayEdge.of(gateway.gateway()).engine().running() == 2);
    revoke(made, "{\"now\":true}");
    await().until(cut::isCompletedExceptionally);
    await().until(() -> GatewayEdge.of(gateway.gateway()).engine().running() == 1);
    slow.countDown();
    assertThat(other.get()).isEqualTo(200);
  }

  private CompletableFuture<Integer> startSlow(String secret) {
    int before = GatewayEdge.of(gateway.gateway()).engine().running();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .header("authorization", "Bearer " + secret)
            .POST(BodyPublishers.ofString(CHAT.formatted("slow")))
            .build();
    CompletableFuture<Integer> answer =
        http.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::statusCode);
    await().until(() -> GatewayEdge.of(gateway.gateway()).engine().running() > before);
    return answer;
  }

  private void revoke(JsonNode made, String body) throws Exception {
    String path = "/admin/v1/keys/" + made.path("key").path("id").asText() + "/revoke";
    assertThat(admin("POST", path, body).statusCode()).isEqualTo(200);
  }

  @Test
  void a_change_names_the_version_that_it_changes() throws Exception {
    JsonNode made = create("{\"team\":\"search\",\"name\":\"live\"}");
    String path = "/admin/v1/keys/" + made.path("key").path("id").asText();
    String tag = admin("GET", path, "").headers().firstValue("etag").orElseThrow();
    HttpResponse<String> changed =
        admin("PATCH", path, "{\"models\":[\"small\"],\"limits\":{\"rpm\":5}}", "if-match", tag);
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(json(changed).path("limits").path("rpm").asLong()).isEqualTo(5);
    HttpResponse<String> stale = admin("PATCH", path, "{\"models\":[]}", "if-match", tag);
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(code(stale)).isEqualTo("stale");
    assertThat(code(chat(made.path("secret").asText(), "m"))).isEqualTo("model_not_allowed");
  }

  @Test
  void a_change_of_a_team_leaves_alone_what_it_does_not_name() throws Exception {
    String team = "/admin/v1/teams/search";
    admin("PATCH", team, "{\"budgets\":[\"50USD/month\"]}");
    JsonNode strict = json(admin("PATCH", team, "{\"strict\":true}"));
    assertThat(strict.path("budgets").get(0).asText()).isEqualTo("50USD/month");
    assertThat(strict.path("strict").asBoolean()).isTrue();
    assertThat(strict.path("overrun").asDouble()).isEqualTo(1.25);
    assertThat(json(admin("PATCH", team, "{\"overrun\":1.5}")).path("overrun").asDouble())
        .isEqualTo(1.5);
    assertThat(json(admin("GET", team, "")).path("overrun").asDouble()).isEqualTo(1.5);
    HttpResponse<String> much = admin("PATCH", team, "{\"overrun\":9}");
    assertThat(much.statusCode()).isEqualTo(400);
    assertThat(much.body()).contains("overrun must be a number from 1 to 4");
    assertThat(json(admin("PATCH", team, "{\"budgets\":[]}")).path("budgets")).isEmpty();
    assertThat(admin("PATCH", "/admin/v1/teams/none", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void a_team_is_not_called_like_a_key_that_is_a_team_of_its_own() throws Exception {
    HttpResponse<String> lone = admin("POST", "/admin/v1/teams", "{\"name\":\"lone\"}");
    assertThat(lone.statusCode()).isEqualTo(409);
    assertThat(lone.body()).contains("add `team:` to the key");
    assertThat(admin("POST", "/admin/v1/teams", "{\"name\":\"fixed\"}").statusCode())
        .isEqualTo(201);
  }

  /// trailofbits/buttercup #550: the master key was exempt from every budget.
  @Test
  void the_tokens_of_operators_call_nothing() throws Exception {
    for (String token : List.of("admin-token", "operator-token", "viewer-token")) {
      assertThat(chat(token, "m").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void a_key_of_the_configuration_that_has_ended_is_listed_as_such() throws Exception {
    assertThat(code(chat("over-key", "m"))).isEqualTo("api_key_expired");
    JsonNode keys = json(admin("GET", "/admin/v1/keys?state=expired", "")).path("keys");
    assertThat(keys).hasSize(1);
    assertThat(keys.get(0).path("name").asText()).isEqualTo("over");
    assertThat(keys.get(0).path("expires").asLong()).isPositive();
  }

  @Test
  void every_change_needs_a_token_of_its_role() throws Exception {
    JsonNode made = create("{\"team\":\"search\",\"name\":\"live\"}");
    String revoke = "/admin/v1/keys/" + made.path("key").path("id").asText() + "/revoke";
    assertThat(as("viewer-token", "GET", "/admin/v1/keys")).isEqualTo(200);
    assertThat(as("viewer-token", "POST", revoke)).isEqualTo(403);
    assertThat(as("operator-token", "POST", "/admin/v1/keys")).isEqualTo(403);
    assertThat(as("operator-token", "POST", revoke)).isEqualTo(200);
    assertThat(as("wrong", "POST", revoke)).isEqualTo(401);
    assertThat(as("viewer-token", "POST", "/admin/v1/reload")).isEqualTo(403);
    JsonNode entries = json(admin("GET", "/admin/v1/audit", "")).path("entries");
    assertThat(entries.get(0).path("actor").asText()).isEqualTo("bob");
    assertThat(entries.get(0).path("action").asText()).isEqualTo("key.revoke");
    assertThat(entries.get(1).path("actor").asText()).isEqualTo("admin");
    assertThat(json(admin("GET", "/admin/v1/audit/verify", "")).path("broken").isNull()).isTrue();
  }

  @Test
  void a_store_that_is_gone_is_told_and_made_anew_by_an_admin_alone() throws Exception {
    String secret = create("{\"team\":\"search\",\"name\":\"live\"}").path("secret").asText();
    String store = "/admin/v1/store";
    assertThat(as("operator-token", "POST", store)).isEqualTo(403);
    assertThat(code(admin("POST", store, "{}"))).isEqualTo("exists");
    Files.delete(folder.resolve("data/sluice.db"));
    await().until(() -> send("GET", gateway.adminUrl() + "/readyz", "").body().contains("gone"));
    HttpResponse<String> ready = send("GET", gateway.adminUrl() + "/readyz", "");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("put it back", "`./sluice store create`");
    assertThat(chat(secret, "m").statusCode()).isEqualTo(200);
    String stranger = KeySecret.of("zzzzzzzzzz", new Random(1)).text();
    assertThat(code(chat(stranger, "m"))).isEqualTo("keys_unavailable");
    assertThat(as("operator-token", "POST", store)).isEqualTo(403);
    HttpResponse<String> made = admin("POST", store, "{}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(json(made).path("store").asText()).isEqualTo(folder.resolve("data").toString());
    // The connection that the client keeps is broken with its key, and may be so meanwhile.
    await()
        .ignoreException(IOException.class)
        .until(() -> code(chat(secret, "m")).equals("invalid_api_key"));
    JsonNode entries = json(admin("GET", "/admin/v1/audit", "")).path("entries");
    assertThat(entries.get(0).path("action").asText()).isEqualTo("store.create");
  }

  @Test
  void a_key_has_a_bounded_number_of_patterns_and_budgets() throws Exception {
    String key = "{\"team\":\"search\",\"name\":\"%s\",\"%s\":[%s]}";
    for (String part : List.of("models", "routes", "budgets")) {
      int most = part.equals("budgets") ? 16 : 256;
      String item = part.equals("budgets") ? "\"1USD/month\"" : "\"gpt-*\"";
      assertThat(create(key.formatted(part, part, items(item, most))).path("secret").asText())
          .isNotEmpty();
      HttpResponse<String> more =
          admin("POST", "/admin/v1/keys", key.formatted("more", part, items(item, most + 1)));
      assertThat(more.statusCode()).isEqualTo(400);
      assertThat(json(more).path("error").path("message").asText())
          .contains(part + " must be at most " + most, "it is " + (most + 1));
    }
    HttpResponse<String> team =
        admin(
            "PATCH",
            "/admin/v1/teams/search",
            "{\"budgets\":[" + items("\"1USD/day\"", 4_000) + "]}");
    assertThat(team.statusCode()).isEqualTo(400);
    assertThat(team.body()).contains("budgets must be at most 16");
  }

  private static String items(String item, int count) {
    return String.join(",", Collections.nCopies(count, item));
  }

  private int as(String token, String method, String path) throws Exception {
    return send(method, gateway.adminUrl() + path, "", "authorization", "Bearer " + token)
        .statusCode();
  }

  @Test
  void lists_come_in_pages() throws Exception {
    for (int i = 0; i < 5; i++) {
      create("{\"team\":\"search\",\"name\":\"k" + i + "\"}");
    }
    int seen = 0;
    String after = "";
    do {
      JsonNode page = json(admin("GET", "/admin/v1/keys?team=search&limit=2&after=" + after, ""));
      seen += page.path("keys").size();
      after = page.path("next").asText("");
      assertThat(page.path("keys").size()).isLessThanOrEqualTo(2);
    } while (!after.equals("null") && !after.isEmpty());
    assertThat(seen).isEqualTo(5);
  }

  @Test
  void bad_requests_are_told_what_is_wrong() throws Exception {
    bad("{\"team\":\"search\"}", 400, "no name");
    bad("{\"team\":\"search\",\"name\":\"n\",\"modls\":[]}", 400, "did you mean models");
    bad("{\"team\":\"search\",\"name\":\"n\",\"budgets\":[\"5\"]}", 400, "such as 50USD/month");
    bad("{\"team\":\"search\",\"name\":\"n\",\"budgets\":[\"5EUR/day\"]}", 400, "must be in USD");
    bad("{\"team\":\"search\",\"name\":\"n\",\"budgets\":[\"5USD/year\"]}", 400, "or total");
    bad("{\"team\":\"search\",\"name\":\"n\",\"priority\":\"urgent\"}", 400, "critical");
    bad("{\"team\":\"nobody\",\"name\":\"n\"}", 404, "no team nobody");
    bad("{", 400, "not JSON");
    bad("[" + " ".repeat(70_000) + "]", 413, "64 KiB");
  }

  private void bad(String body, int status, String words) throws Exception {
    HttpResponse<String> answer = admin("POST", "/admin/v1/keys", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
  }

  @Test
  void a_store_that_goes_away_takes_changes_and_strangers_alone_with_it() throws Exception {
    JsonNode made = create("{\"team\":\"search\",\"name\":\"live\"}");
    Path file = folder.resolve("data/sluice.db");
    Files.move(file, folder.resolve("away.db"));
    await().until(() -> send("GET", gateway.adminUrl() + "/readyz", "").body().contains("but"));
    assertThat(send("GET", gateway.adminUrl() + "/readyz", "").statusCode()).isEqualTo(200);
    assertThat(chat(made.path("secret").asText(), "m").statusCode()).isEqualTo(200);
    assertThat(chat("fixed-key", "m").statusCode()).isEqualTo(200);
    HttpResponse<String> stranger = chat(KeySecret.of("0123456789", new Random(1)).text(), "m");
    assertThat(stranger.statusCode()).isEqualTo(503);
    assertThat(code(stranger)).isEqualTo("keys_unavailable");
    assertThat(stranger.headers().firstValue("connection")).isEmpty();
    HttpResponse<String> change = admin("POST", "/admin/v1/teams", "{\"name\":\"more\"}");
    assertThat(change.statusCode()).isEqualTo(503);
    assertThat(code(change)).isEqualTo("store_unavailable");
  }
}
