package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `keys`, `teams`, `audit` and `store` against a gateway that `serve` runs with a store.
class AccountsCommandsTest {
  private static final Map<String, String> ENV = Map.of("SLUICE_ADMIN_TOKEN", "token");
  private static final Pattern READY = Pattern.compile("ready (http://127\\.0\\.0\\.1:\\d+)\n");
  private static final Pattern ADMIN = Pattern.compile("admin +(http://127\\.0\\.0\\.1:\\d+) ");

  @TempDir private Path folder;
  private final Run serve = new Run(Map.of());
  private Thread thread;
  private String admin = "";

  @BeforeEach
  void start() throws Exception {
    String config =
        """
        store: {path: "%s"}
        server: {keys: [{name: old, key: sk-old, tenant: legacy}]}
        admin: {listen: "127.0.0.1:0", token: token}
        providers: {local: {type: vllm, url: "http://127.0.0.1:9"}}
        """
            .formatted(folder.resolve("data"));
    String file = Files.writeString(folder.resolve("sluice.yaml"), config).toString();
    thread = Thread.ofPlatform().start(() -> serve.run("serve", "-c", file, "--port", "0"));
    await().until(() -> READY.matcher(serve.out()).matches());
    admin = find(ADMIN, serve.err());
  }

  @AfterEach
  void stop() throws Exception {
    serve.stop();
    thread.join();
    assertThat(serve.code()).isZero();
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private Run run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--url", admin));
    return new Run(ENV).run(all.toArray(String[]::new));
  }

  private Run done(String... args) {
    Run run = run(args);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private int status(String key) throws Exception {
    String url = find(READY, serve.out()) + "/v1/models";
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(url)).header("authorization", "Bearer " + key);
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void a_key_is_made_shown_rotated_and_revoked() throws Exception {
    assertThat(done("teams", "create", "search", "--budget", "500USD/month").out())
        .isEqualTo("team search\n");
    Run made =
        done(
            "keys",
            "create",
            "--team",
            "search",
            "--name",
            "live",
            "--models",
            "gpt-*,small",
            "--budget",
            "50USD/month",
            "--expires",
            "90d",
            "--rpm",
            "60");
    String secret = made.out().strip();
    assertThat(secret).matches("sk-slc-[0-9a-z-]+");
    assertThat(made.err()).contains("of team search, live").doesNotContain(secret);
    assertThat(status(secret)).isEqualTo(200);
    String id = secret.split("-", -1)[2];
    assertThat(done("keys", "list").out())
        .contains(id + "  search  live  active")
        .contains("old", "legacy")
        .doesNotContain(secret);
    assertThat(done("keys", "show", id).out()).contains("\"rpm\" : 60", "\"50USD/month\"");
    String next = done("keys", "rotate", id, "--overlap", "0s").out().strip();
    assertThat(status(secret)).isEqualTo(401);
    assertThat(status(next)).isEqualTo(200);
    assertThat(done("keys", "revoke", id, "--now").out()).contains("is revoked");
    assertThat(status(next)).isEqualTo(401);
    assertThat(done("keys", "list", "--state", "active").out()).doesNotContain(id);
    assertThat(done("teams", "list").out()).contains("search", "500USD/month");
    assertThat(done("teams", "show", "search").out()).contains("\"name\" : \"search\"");
    assertThat(done("budgets").out())
        .contains(
            "OF    NAME",
            "team  search  search  500.00USD/month  20",
            "0.00   0.00       500.00  20");
    assertThat(done("budgets", "--team", "nobody").out()).doesNotContain("search");
    assertThat(done("spend", "--by", "team,model").out())
        .contains("TEAM  MODEL  CALLS  INPUT  CACHED  OUTPUT  COST (USD)", "all          0");
    assertThat(done("spend", "--by", "team", "--csv").out()).startsWith("team,calls,input");
    assertThat(done("calls", "--key", "search/live").out())
        .isEqualTo(
            "calls of live (%s) of team search, times in UTC%n".formatted(id)
                + "TIME  MODEL  INPUT  CACHED  OUTPUT  USD  OUTCOME  PAYS\n");
    assertThat(done("calls", "--key", "old", "--csv").out()).startsWith("id,at,ended,team");
    assertThat(done("calls", "--key", "old", "--json").out()).contains("\"calls\" : [ ]");
    assertThat(done("audit", "list").out()).contains("key.revoke", "team.create", "admin");
    assertThat(done("audit", "verify").out()).startsWith("4 entries in order; ");
  }

  @Test
  void a_refusal_is_told_in_one_line() {
    assertThat(run("keys", "create", "--team", "nobody", "--name", "n").err())
        .contains("there is no team nobody")
        .hasLineCount(1);
    assertThat(run("keys", "show", "nothing").err()).contains("there is no key nothing");
    assertThat(run("keys", "create", "--team", "t", "--name", "n", "--expires", "soon").err())
        .contains("--expires must be a duration such as 90d");
    assertThat(run("spend", "--by", "tenant").err())
        .contains("there is no column tenant; there are: day, team")
        .hasLineCount(1);
    assertThat(run("spend", "--from", "2026-12-01", "--to", "2026-11-01", "--csv").err())
        .contains("from must not lie behind to")
        .hasLineCount(1);
    assertThat(run("calls", "--key", "nobody").err())
        .contains("there is no key nobody")
        .hasLineCount(1);
    assertThat(run("calls", "--key", "old", "--last", "0").err())
        .contains("--last must be 1 or more; it is 0");
    assertThat(run("calls", "--key", "old", "--csv", "--json").code()).isEqualTo(2);
    Run bare = new Run(Map.of()).run("teams", "list", "--url", admin);
    assertThat(bare.err()).contains("set SLUICE_ADMIN_TOKEN");
    assertThat(bare.code()).isEqualTo(3);
  }

  @Test
  void a_new_store_is_made_where_the_old_one_is_gone() throws Exception {
    Run early = run("store", "create");
    assertThat(early.code()).isEqualTo(3);
    assertThat(early.err()).contains("is there: a new one is made where it is gone");
    done("teams", "create", "search");
    String secret = done("keys", "create", "--team", "search", "--name", "live").out().strip();
    Files.delete(folder.resolve("data/sluice.db"));
    await().until(() -> serve.err().contains("is gone: put it back, or a backup of it"));
    assertThat(serve.err()).contains("known keys go on", "`./sluice store create`");
    assertThat(status(secret)).isEqualTo(200);
    assertThat(done("store", "create").out()).isEqualTo("store " + folder + "/data\n");
    await().until(() -> serve.err().contains("the store is there again"));
    assertThat(status(secret)).isEqualTo(401);
    assertThat(done("audit", "list").out()).contains("store.create");
  }

  @Test
  void a_second_server_on_the_same_store_does_not_start() {
    Run second = new Run(Map.of()).run("serve", "-c", folder + "/sluice.yaml", "--port", "0");
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("is held by another process").hasLineCount(1);
  }

  @Test
  void a_key_that_is_called_like_a_team_is_noticed() throws Exception {
    done("teams", "create", "search");
    Path file = folder.resolve("sluice.yaml");
    String config = Files.readString(file);
    Files.writeString(
        file, config.replace("{name: old, ", "{name: search, key: sk-s}, {name: old, "));
    String words = "the key search names no team, and would be of the store's team search";
    assertThat(Run.of("validate", file.toString()).out()).contains(words, "add `team: search`");
    assertThat(run("reload").out() + run("reload").err()).contains(words);
  }

  @Test
  void a_tenant_of_a_key_is_noticed_as_a_team() {
    Run run = Run.of("validate", folder + "/sluice.yaml");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("server.keys[0].tenant is read as team", "`team: legacy`");
  }
}
