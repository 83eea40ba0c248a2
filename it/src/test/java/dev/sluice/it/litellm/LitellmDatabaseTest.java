package dev.sluice.it.litellm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.cli.Run;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Teams, keys and budgets of a database with LiteLLM's tables go into a store, and LiteLLM's keys
/// call the gateway as they are.
class LitellmDatabaseTest {
  private static final Pattern READY = Pattern.compile("ready (http://127\\.0\\.0\\.1:\\d+)\n");

  private static final String LIVE = "sk-7Qh2vXw9TzLr4KcYp1BnMd";
  private static final String SPENT = "sk-a8Fz0PqWmXk3RtUy6LsVhA";
  private static final String NARROW = "sk-Zr5TnGb2HyJmKw8QxCv4Dd";
  private static final String TEAM_SPENT = "sk-Ue1OiP3lAsDfGhJkLzXcVb";
  private static final String BLOCKED = "sk-blockedblockedblocked1";

  private static Simulator simulator;

  @TempDir private Path folder;

  /// Its JDBC URL.
  private String database = "";

  private String config = "";

  @BeforeAll
  static void start() {
    simulator = Simulator.start(Scenario.of(Model.named("small"), Model.named("large")), 0);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void fill() throws Exception {
    database = TestPostgres.empty();
    execute(
        """
        create table "LiteLLM_BudgetTable" (budget_id text primary key,
          max_budget double precision, budget_duration text, budget_reset_at timestamp(3),
          tpm_limit bigint, rpm_limit bigint, max_parallel_requests integer);
        create table "LiteLLM_TeamTable" (team_id text primary key, team_alias text,
          max_budget double precision, spend double precision not null default 0, models text[],
          tpm_limit bigint, rpm_limit bigint, max_parallel_requests integer, budget_duration text,
          budget_reset_at timestamp(3), blocked boolean not null default false,
          created_at timestamp(3) not null default now(),
          model_max_budget jsonb not null default '{}');
        create table "LiteLLM_VerificationToken" (token text primary key, key_name text,
          key_alias text, spend double precision not null default 0, expires timestamp(3),
          models text[], aliases jsonb not null default '{}', user_id text, team_id text,
          permissions jsonb not null default '{}', max_parallel_requests integer,
          blocked boolean, tpm_limit bigint, rpm_limit bigint, max_budget double precision,
          budget_duration text, budget_reset_at timestamp(3), allowed_routes text[] default '{}',
          policies text[] default '{}', model_max_budget jsonb not null default '{}',
          budget_id text, created_at timestamp(3) default now());
        insert into "LiteLLM_BudgetTable" values ('b', 9, '7d', null, null, 60, null);
        insert into "LiteLLM_TeamTable" (team_id, team_alias, max_budget, spend, budget_duration)
          values ('t1', 'search', 500, 12.5, '30d'), ('t2', 'poor', 0.25, 0.3, '1d');
        """);
    key(LIVE, "'live', 't1', '{}', 50, '30d', 3.25, null");
    key(SPENT, "'spent', 't1', '{small}', 5, '30d', 5.01, null");
    key(NARROW, "'narrow', 't1', '{small}', null, null, 0, null");
    key(TEAM_SPENT, "'any', 't2', '{}', null, null, 0, null");
    key(BLOCKED, "'off', 't1', '{}', null, null, 0, true");
    execute("update \"LiteLLM_VerificationToken\" set budget_id = 'b' where key_alias = 'narrow'");
    config =
        Files.writeString(
                folder.resolve("sluice.yaml"),
                """
                store: {path: "%s"}
                providers:
                  sim: {type: compatible, url: "%s", allow_private: true, key: "${env:UNSET}"}
                routes:
                  all: {models: [small, large], targets: [{provider: sim}]}
                prices: {models: [{provider: sim, model: "*", input: 1, output: 1}]}
                """
                    .formatted(folder.resolve("data"), simulator.url()))
            .toString();
  }

  private void key(String secret, String values) throws Exception {
    String token = sha256(secret);
    execute(
        "insert into \"LiteLLM_VerificationToken\" (token, key_alias, team_id, models, max_budget,"
            + " budget_duration, spend, blocked) values ('"
            + token
            + "', "
            + values
            + ")");
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String url() {
    URI at = at();
    return "postgresql://postgres:hidden@localhost:" + at.getPort() + at.getPath();
  }

  private URI at() {
    return URI.create(database.substring("jdbc:".length()));
  }

  private Run imported(String... more) {
    Run run = new Run(Map.of());
    String[] args = {"import", "litellm", "--database", url(), "-c", config};
    return run.run(Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new));
  }

  @Test
  void teams_keys_and_budgets_are_told_and_no_secret_is() throws Exception {
    Run run = imported();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            team search 500USD/month spent 12.50 USD
            team poor 0.25USD/day spent 0.30 USD
            key search/live 50USD/month spent 3.25 USD
            key search/spent 5USD/month spent 5.01 USD
            key search/narrow 9USD/week spent 0.00 USD
            key poor/any spent 0.00 USD
            """);
    assertThat(run.err())
        .contains("left out: the key 'off' of 't1' is blocked\n")
        .contains("2 teams and 4 keys went into " + folder.resolve("data"))
        .contains("; 0 keys there before, 1 left out\n");
    assertThat(run.out() + run.err()).doesNotContain("hidden", sha256(LIVE), "sk-");
  }

  @Test
  void keys_of_LiteLLM_call_as_they_are_within_what_is_left_of_their_budgets() throws Exception {
    assertThat(imported().code()).isZero();
    Run serve = new Run(Map.of("UNSET", "k"));
    Thread serving =
        Thread.ofPlatform()
            .start(() -> serve.run("serve", "-c", config, "--port", "0", "--admin-port", "0"));
    try {
      await().until(() -> READY.matcher(serve.out()).find());
      Matcher ready = READY.matcher(serve.out());
      assertThat(ready.find()).isTrue();
      String gateway = ready.group(1);
      assertThat(call(gateway, LIVE, "small")).isEqualTo("200");
      assertThat(call(gateway, LIVE, "large")).isEqualTo("200");
      assertThat(call(gateway, NARROW, "small")).isEqualTo("200");
      assertThat(call(gateway, NARROW, "large")).isEqualTo("403 model_not_allowed");
      assertThat(call(gateway, SPENT, "small")).isEqualTo("429 budget_exceeded");
      assertThat(call(gateway, TEAM_SPENT, "small")).isEqualTo("429 budget_exceeded");
      assertThat(call(gateway, BLOCKED, "small")).isEqualTo("401 invalid_api_key");
      assertThat(call(gateway, sha256(LIVE), "small")).isEqualTo("401 invalid_api_key");
      assertThat(imported().err()).contains("is held by another process");
    } finally {
      serve.stop();
      serving.join();
    }
  }

  @Test
  void a_second_import_takes_what_is_new_and_a_dry_one_nothing() throws Exception {
    assertThat(imported("--dry").out()).contains("key search/live");
    assertThat(imported().out()).hasLineCount(6);
    assertThat(imported().err()).contains("0 teams and 0 keys went into ", "; 4 keys there before");
    key("sk-new", "'live', 't1', '{}', null, null, 0, null");
    assertThat(imported().out()).isEqualTo("key search/live-2 spent 0.00 USD\n");
  }

  @Test
  void the_database_is_left_as_it_is() throws Exception {
    String name = at().getPath().substring(1);
    execute("alter database " + name + " set default_transaction_read_only = on");
    assertThat(imported().code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop table \"LiteLLM_VerificationToken\"", "create schema other"})
  void another_database_is_told(String change) throws Exception {
    execute(change);
    Run run = new Run(Map.of());
    run.run("import", "litellm", "-c", config, "--database", url() + "?schema=other");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("has no table LiteLLM_VerificationToken with a column token")
        .doesNotContain("hidden");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void a_database_that_is_too_large_is_told() throws Exception {
    execute(
        "insert into \"LiteLLM_TeamTable\" (team_id)"
            + " select 'n' || number from generate_series(1, 100000) number");
    Run run = imported();
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("has more than 100000 teams, users, budgets or keys");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void tables_that_are_not_there_and_columns_that_are_not_are_done_without() throws Exception {
    execute(
        "drop table \"LiteLLM_BudgetTable\"; drop table \"LiteLLM_TeamTable\"; alter table"
            + " \"LiteLLM_VerificationToken\" drop column created_at, drop column blocked,"
            + " drop column allowed_routes, drop column budget_id");
    execute("update \"LiteLLM_VerificationToken\" set team_id = null, user_id = 'ada'");
    Run run = imported();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("team ada spent 0.00 USD\n").hasLineCount(6);
  }

  private static String call(String url, String key, String model) throws Exception {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".formatted(model);
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
              .header("authorization", "Bearer " + key)
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString(body));
      var answer = client.send(request.build(), BodyHandlers.ofString());
      Matcher code = Pattern.compile("\"code\":\"([a-z_]+)\"").matcher(answer.body());
      return answer.statusCode() + (code.find() ? " " + code.group(1) : "");
    }
  }
}
