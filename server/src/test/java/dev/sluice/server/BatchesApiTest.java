package dev.sluice.server;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.accounts.Accounts;
import dev.sluice.batches.file.FileStore;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.FilesServer.Answer;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches and files of all teams at the admin listener, over real sockets. Their provider cannot
/// be reached, so that a batch goes on until it is cancelled.
class BatchesApiTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LINE =
      "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}}";

  @TempDir private static Path folder;
  private static GatewayProcess gateway;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    gateway = open(folder, "files: {folder: \"%s\"}\nbatches: {}".formatted(folder.resolve("f")));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.drainAndClose();
    HTTP.shutdownNow();
  }

  private static GatewayProcess open(Path folder, String more) throws Exception {
    SluiceConfig config =
        ConfigFile.of(
                Doc.parse(
                    "sluice.yaml",
                    """
                    store: {path: "%s"}
                    server: {listen: "127.0.0.1:0", drain: 1ms, keys: [
                      {name: red, key: red-key, team: red}, {name: blue, key: blue-key, team: blue},
                      {name: lone, key: lone-key}]}
                    admin:
                      listen: "127.0.0.1:0"
                      token: admin-token
                      tokens:
                        - {name: ann, token: viewer-token}
                        - {name: bob, token: operator-token, role: operator}
                    providers:
                      p: {type: compatible, url: "http://127.0.0.1:1/v1", allow_private: true}
                    routes:
                      any: {models: [m], targets: [{provider: p}]}
                    %s
                    """
                        .formatted(folder.resolve("data"), more),
                    Map.of()))
            .config();
    Accounts accounts = Accounts.open(ready(config.store().orElseThrow()), Clock.SYSTEM);
    Optional<FileStore> files = Optional.empty();
    if (config.files().isPresent()) {
      files =
          Optional.of(
              FileStore.open(config.files().get(), accounts, Clock.SYSTEM, new SecureRandom()));
    }
    return GatewayProcess.start(
        config,
        ProcessOptions.defaults()
            .parts(
                new ProcessParts(
                    Optional.empty(),
                    Optional.of(accounts),
                    Optional.empty(),
                    Optional.empty(),
                    files)));
  }

  private static Answer send(String url, String method, String body, String token, String type)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("authorization", "Bearer " + token)
            .header("content-type", type)
            .method(method, BodyPublishers.ofString(body))
            .build();
    return new Answer(HTTP.send(request, BodyHandlers.ofByteArray()));
  }

  private static Answer admin(String path) throws Exception {
    return send(gateway.adminUrl() + path, "GET", "", "viewer-token", "text/plain");
  }

  private static JsonNode read(String path) throws Exception {
    Answer answer = admin(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static Answer cancel(String id, String token) throws Exception {
    String url = gateway.adminUrl() + "/admin/v1/batches/" + id + "/cancel";
    return send(url, "POST", "{}", token, "application/json");
  }

  private static String made(String key, String lines) throws Exception {
    String form =
        "--b\r\n%s\r\n--b\r\n%s\r\n--b--\r\n"
            .formatted(
                FilesServer.field("purpose", "batch"), FilesServer.file("file", "in.jsonl", lines));
    Answer file =
        send(gateway.url() + "/v1/files", "POST", form, key, "multipart/form-data; boundary=b");
    String order =
        new ObjectMapper()
            .createObjectNode()
            .put("input_file_id", file.json().path("id").asText())
            .put("endpoint", "/v1/chat/completions")
            .put("completion_window", "24h")
            .toString();
    Answer batch = send(gateway.url() + "/v1/batches", "POST", order, key, "application/json");
    assertThat(batch.status()).as(batch.text()).isEqualTo(200);
    return batch.json().path("id").asText();
  }

  private static JsonNode awaited(String id, Predicate<JsonNode> wanted) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> read("/admin/v1/batches/" + id), wanted);
  }

  @Test
  void batches_of_all_teams_are_listed_in_pages() throws Exception {
    String first = made("red-key", "nonsense");
    String second = made("blue-key", "nonsense");
    JsonNode failed = awaited(first, one -> one.path("state").asText().equals("failed"));
    assertThat(failed.at("/errors/0/line").asInt()).isEqualTo(1);
    assertThat(failed.path("key_name").asText()).isEqualTo("red");
    JsonNode _ = awaited(second, one -> one.path("state").asText().equals("failed"));
    JsonNode page = read("/admin/v1/batches?state=failed&limit=1");
    assertThat(page.at("/batches/0/id").asText()).isEqualTo(second);
    String next = page.path("next").asText();
    JsonNode rest = read("/admin/v1/batches?state=failed&limit=1&after=" + next);
    assertThat(rest.at("/batches/0/id").asText()).isEqualTo(first);
    JsonNode red = read("/admin/v1/batches?team=red&state=failed");
    assertThat(red.path("batches")).hasSize(1);
    assertThat(red.path("next").isNull()).isTrue();
    assertThat(admin("/admin/v1/batches/" + first + "?team=blue").status()).isEqualTo(404);
  }

  @Test
  void what_is_wrong_with_a_question_is_told() throws Exception {
    Answer state = admin("/admin/v1/batches?state=sleeping");
    assertThat(state.status()).isEqualTo(400);
    assertThat(state.text()).contains("open, validating, failed");
    assertThat(admin("/admin/v1/batches?after=1").text()).contains("the `next` of the page before");
    assertThat(admin("/admin/v1/batches?limit=101").text()).contains("from 1 to 100");
    assertThat(admin("/admin/v1/batches?colour=red").status()).isEqualTo(400);
    Answer unknown = admin("/admin/v1/batches/batch_0");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text()).contains("there is no batch batch_0");
  }

  @Test
  void an_operator_ends_a_batch_and_the_audit_log_says_so() throws Exception {
    String id = made("red-key", LINE.formatted("a") + "\n" + LINE.formatted("b"));
    JsonNode begun = awaited(id, one -> one.path("state").asText().equals("in_progress"));
    assertThat(begun.at("/lines/total").asInt()).isEqualTo(2);
    JsonNode there = awaited(id, one -> !one.path("node").isNull());
    assertThat(there.path("node").asText()).contains("127.0.0.1");
    Answer refused = cancel(id, "viewer-token");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("this needs operator");
    Answer done = cancel(id, "operator-token");
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(done.json().path("state").asText()).isEqualTo("cancelling");
    JsonNode _ = awaited(id, one -> one.path("state").asText().equals("cancelled"));
    assertThat(cancel("batch_0", "operator-token").status()).isEqualTo(404);
    JsonNode told = read("/admin/v1/audit?action=batch.cancel&subject=" + id);
    assertThat(told.path("entries")).hasSize(1);
    assertThat(told.at("/entries/0/actor").asText()).isEqualTo("bob");
  }

  @Test
  void a_batch_that_has_ended_is_not_cancelled() throws Exception {
    String id = made("blue-key", "{}");
    JsonNode _ = awaited(id, one -> one.path("state").asText().equals("failed"));
    Answer refused = cancel(id, "operator-token");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.error()).isEqualTo("not_cancellable");
  }

  @Test
  void what_teams_keep_is_told_with_the_room_on_the_disk() throws Exception {
    String _ = made("red-key", "nonsense");
    JsonNode kept = read("/admin/v1/files");
    assertThat(kept.at("/disk/free").asLong()).isPositive();
    assertThat(kept.path("quota").asLong()).isEqualTo(10L << 30);
    String _ = made("lone-key", "nonsense");
    assertThat(kept.findValuesAsText("team")).contains("red");
    JsonNode all = read("/admin/v1/files");
    assertThat(all.findValuesAsText("key")).contains("lone");
    assertThat(all.findValuesAsText("team")).contains("null");
    JsonNode red = read("/admin/v1/files?team=red");
    assertThat(red.path("disk").isNull()).isTrue();
    assertThat(red.at("/teams/0/bytes").asLong()).isPositive();
    assertThat(red.path("teams_total").asInt()).isEqualTo(1);
  }

  @Test
  void a_gateway_that_runs_none_says_what_to_add(@TempDir Path other) throws Exception {
    GatewayProcess bare = open(other, "");
    try {
      for (String path : new String[] {"batches", "batches/batch_0", "files"}) {
        String url = bare.adminUrl() + "/admin/v1/" + path;
        Answer answer = send(url, "GET", "", "viewer-token", "text/plain");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("add `files: {folder: files}`");
      }
    } finally {
      bare.drainAndClose();
    }
  }
}
