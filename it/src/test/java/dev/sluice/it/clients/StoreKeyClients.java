package dev.sluice.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.it.installed.PreparedPython;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The official clients of OpenAI and Anthropic with keys of a store: what they make of a budget
/// that is used up, a limit that is reached and a key that was revoked, and that none of them
/// repeats what cannot help. Needs Python, and fails without it.
abstract class StoreKeyClients {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static final ByteArrayOutputStream CALLS = new ByteArrayOutputStream();
  private static Simulator simulator;
  private static Accounts accounts;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
    accounts = Accounts.open(StoreConfig.in(folder.resolve("data")), Clock.SYSTEM);
    gateway =
        GatewayProcess.start(
            ConfigFile.of(Doc.parse("sluice.yaml", config(), Map.of())).config(),
            ProcessOptions.defaults()
                .logs(CALLS, OutputStream.nullOutputStream())
                .parts(
                    new ProcessParts(Optional.empty(), Optional.of(accounts), Optional.empty())));
    accounts.changes().createTeam("test", "search", BudgetTerms.NONE);
  }

  private static String config() {
    return """
    server: {listen: "127.0.0.1:0", drain: 1ms}
    admin: {listen: "127.0.0.1:0"}
    store: {path: "%s"}
    prices: {models: [{provider: sim, model: m, input: 1, output: 1}]}
    providers:
      sim: {type: compatible, url: "%s", allow_private: true}
    routes:
      all: {models: [m], targets: [{provider: sim}]}
    """
        .formatted(folder.resolve("data"), simulator.url());
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.drainAndClose();
    simulator.close();
  }

  private static Issued key(String name, KeyTerms terms) throws Exception {
    return accounts.changes().createKey("test", new NewKey(name, "search", false, 0, terms));
  }

  private static KeyTerms terms(KeyLimits limits, BudgetTerms budget) {
    KeyTerms all = KeyTerms.upTo(Band.INTERACTIVE);
    return new KeyTerms(all.scope(), all.bands(), all.cache(), limits, budget);
  }

  private static final BudgetTerms NO_MONEY = new BudgetTerms(List.of("0USD/total"), false);
  private static final KeyLimits ONCE = new KeyLimits(1, 0, 0);

  /// A key of each kind, by what it is.
  private static Map<String, Issued> keys(String client) throws Exception {
    Map<String, Issued> keys = new HashMap<>();
    keys.put("good", key(client + "-good", terms(KeyLimits.NONE, BudgetTerms.NONE)));
    keys.put("poor", key(client + "-poor", terms(KeyLimits.NONE, NO_MONEY)));
    keys.put("limited", key(client + "-limited", terms(ONCE, BudgetTerms.NONE)));
    keys.put("revoked", key(client + "-revoked", terms(KeyLimits.NONE, BudgetTerms.NONE)));
    accounts.changes().revokeKey("test", of(keys, "revoked").key().id(), false);
    return keys;
  }

  /// What a map has for one of its keys.
  private static <T> T of(Map<String, T> map, String kind) {
    return Objects.requireNonNull(map.get(kind), kind);
  }

  private static String secret(Map<String, Issued> keys, String kind) {
    return of(keys, kind).secret().text();
  }

  /// How often the gateway was called with a key.
  private static long calls(Issued key) {
    return CALLS.toString(UTF_8).lines().filter(line -> line.contains(key.key().id())).count();
  }

  private static OpenAIClient openai(String secret) {
    return OpenAIOkHttpClient.builder().baseUrl(gateway.url() + "/v1").apiKey(secret).build();
  }

  private static void chat(OpenAIClient client) {
    client
        .chat()
        .completions()
        .create(
            ChatCompletionCreateParams.builder()
                .model("m")
                .maxCompletionTokens(10)
                .addUserMessage("Hi")
                .build());
  }

  @Test
  void openai_java_tells_the_ends_of_a_key_apart() throws Exception {
    Map<String, Issued> keys = keys("openai-java");
    chat(openai(secret(keys, "good")));
    var poor =
        catchThrowableOfType(RateLimitException.class, () -> chat(openai(secret(keys, "poor"))));
    assertThat(poor.code()).hasValue("budget_exceeded");
    assertThat(poor.type()).hasValue("insufficient_quota");
    OpenAIClient limited = openai(secret(keys, "limited")).withOptions(o -> o.maxRetries(0));
    chat(limited);
    var late = catchThrowableOfType(RateLimitException.class, () -> chat(limited));
    assertThat(late.code()).hasValue("limit_exceeded");
    assertThat(hint(late.headers().values("retry-after"))).isBetween(1, 60);
    OpenAIServiceException revoked =
        catchThrowableOfType(
            OpenAIServiceException.class, () -> chat(openai(secret(keys, "revoked"))));
    assertThat(revoked).isInstanceOf(UnauthorizedException.class);
    assertThat(revoked.code()).hasValue("api_key_revoked");
    once(of(keys, "poor"));
  }

  /// The call was not repeated: a client that does so has done it before it throws.
  private static void once(Issued key) {
    await().untilAsserted(() -> assertThat(calls(key)).isOne());
  }

  private static AnthropicClient anthropic(String secret) {
    return AnthropicOkHttpClient.builder().baseUrl(gateway.url()).apiKey(secret).build();
  }

  private static void message(AnthropicClient client) {
    client
        .messages()
        .create(
            MessageCreateParams.builder().model("m").maxTokens(10).addUserMessage("Hi").build());
  }

  @Test
  void anthropic_java_tells_the_ends_of_a_key_apart() throws Exception {
    Map<String, Issued> keys = keys("anthropic-java");
    message(anthropic(secret(keys, "good")));
    var poor =
        catchThrowableOfType(
            com.anthropic.errors.RateLimitException.class,
            () -> message(anthropic(secret(keys, "poor"))));
    assertThat(poor.body().toString()).contains("budget_exceeded");
    AnthropicClient limited = anthropic(secret(keys, "limited")).withOptions(o -> o.maxRetries(0));
    message(limited);
    var late =
        catchThrowableOfType(com.anthropic.errors.RateLimitException.class, () -> message(limited));
    assertThat(late.body().toString()).contains("limit_exceeded");
    assertThat(hint(late.headers().values("retry-after"))).isBetween(1, 60);
    AnthropicServiceException revoked =
        catchThrowableOfType(
            AnthropicServiceException.class, () -> message(anthropic(secret(keys, "revoked"))));
    assertThat(revoked).isInstanceOf(com.anthropic.errors.UnauthorizedException.class);
    once(of(keys, "poor"));
  }

  @ParameterizedTest
  @CsvSource({"openai, openai-3", "anthropic, anthropic-2"})
  void the_python_clients_tell_the_ends_of_a_key_apart(String library, String list)
      throws Exception {
    Map<String, Issued> keys = keys(library + "-python");
    Map<String, JsonNode> seen = python(library, list, keys);
    assertThat(of(seen, "good").path("answered").asBoolean()).isTrue();
    threw(of(seen, "poor"), "RateLimitError", 429, "budget_exceeded");
    threw(of(seen, "limited"), "RateLimitError", 429, "limit_exceeded");
    assertThat(of(seen, "limited").path("hint").asInt()).isBetween(1, 60);
    threw(of(seen, "revoked"), "AuthenticationError", 401, "revoked");
    once(of(keys, "poor"));
  }

  private static void threw(JsonNode seen, String type, int status, String said) {
    assertThat(seen.path("threw").asText()).isEqualTo(type);
    assertThat(seen.path("status").asInt()).isEqualTo(status);
    assertThat(seen.path("said").asText()).contains(said);
  }

  private static Map<String, JsonNode> python(String library, String list, Map<String, Issued> keys)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(library, gateway.url()));
    for (String kind : List.of("good", "poor", "limited", "revoked")) {
      arguments.add(kind);
      arguments.add(secret(keys, kind));
    }
    String output = PreparedPython.of(list).run("store_keys.py", arguments);
    Map<String, JsonNode> seen = new HashMap<>();
    for (String line : output.lines().toList()) {
      JsonNode one = JSON.readTree(line);
      seen.put(one.path("key").asText(), one);
    }
    return seen;
  }

  private static int hint(List<String> values) {
    return values.stream().mapToInt(Integer::parseInt).findFirst().orElse(0);
  }
}
