package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.request.Operation;
import dev.sluice.internal.race.Racing;
import dev.sluice.provider.request.SmallestRequest;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Looks what holds for which operation, and holds the table of docs/operations.md to it; with
/// `-Dgolden.write` the table is written anew.
class OperationsTableTest {
  private static final Path PAGE = Path.of("..", "docs", "operations.md");
  private static final String BEGIN = "<!-- the table is written by OperationsTableTest -->\n";
  private static final String END = "<!-- the end of the table -->\n";

  private static final Simulator SIMULATOR = Simulator.start(scenario(), 0);

  private static final Rig RIG = Rig.caring(config());

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static String config() {
    var limits = new StringBuilder("\"passthrough:few\": {rpm: 1}");
    var routes = new StringBuilder();
    for (Asked asked : Asked.values()) {
      String few = asked.few();
      limits.append(", %s: {rpm: 1}".formatted(few));
      routes.append(
          "  %1$s: {models: [%1$s], targets: [{provider: few, model: %1$s}], queue: {max_wait: 1s}}\n"
              .formatted(few));
      routes.append(
          "  %1$s: {models: [%1$s], targets: [{provider: p, model: %1$s}]}\n"
              .formatted(asked.often()));
    }
    return """
    providers:
      p: {type: compatible, url: "http://127.0.0.1:%1$d/v1", allow_private: true}
      few: {type: compatible, url: "http://127.0.0.1:%1$d/v1", allow_private: true, limits: {%2$s}}
    passthrough:
      two: {provider: p, allow: [POST /v1/embeddings]}
      kept: {provider: p, allow: [POST /v1/embeddings]}
      down: {provider: p, allow: [POST /v1/embeddings]}
      few: {provider: few, allow: [POST /v1/embeddings]}
      often: {provider: p, allow: [POST /v1/embeddings]}
    routes:
      two: {models: [two], targets: [{provider: p, model: failing}, {provider: p, model: m, fallback: 1}], retry: {attempts: 2, budget: 100%%}, breaker: off}
      kept: {models: [kept], targets: [{provider: p, model: m}], cache: {max: 32MiB, ttl: 1h}}
      down: {models: [down], targets: [{provider: p, model: down}], retry: off}
    %3$s\
    """
        .formatted(SIMULATOR.port(), limits, routes);
  }

  private static Scenario scenario() {
    Stream<Model> few =
        Arrays.stream(Asked.values())
            .flatMap(asked -> Stream.of(asked.few(), asked.often()))
            .map(Model::named);
    Model failing = Model.named("failing").faults(always("500"));
    Model down = Model.named("down").faults(always("503"));
    return Scenario.of(
        Stream.concat(Stream.of(Model.named("m"), failing, down), few).toArray(Model[]::new));
  }

  private static FaultRule always(String fault) {
    try {
      return FaultRule.always(FaultCall.parse(fault));
    } catch (InvalidFault e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// An operation and what a client sends for it.
  enum Asked {
    CHAT(
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
    EMBEDDINGS("/v1/embeddings", "{\"model\":\"%s\",\"input\":\"Hi\"}"),
    RERANK("/v1/rerank", "{\"model\":\"%s\",\"query\":\"q\",\"documents\":[\"d\"]}"),
    COHERE_RERANK("/v2/rerank", "{\"model\":\"%s\",\"query\":\"r\",\"documents\":[\"d\"]}"),
    NIM_RANKING(
        "/v1/ranking",
        "{\"model\":\"%s\",\"query\":{\"text\":\"s\"},\"passages\":[{\"text\":\"d\"}]}"),
    SPEECH("/v1/audio/speech", "{\"model\":\"%s\",\"input\":\"Hi\",\"voice\":\"alloy\"}"),
    IMAGES("/v1/images/generations", "{\"model\":\"%s\",\"prompt\":\"p\",\"size\":\"8x8\"}"),
    IMAGE_EDITS("/v1/images/edits", "image"),
    IMAGE_VARIATIONS("/v1/images/variations", "image"),
    TRANSCRIPTIONS("/v1/audio/transcriptions", "file"),
    TRANSLATIONS("/v1/audio/translations", "file"),
    PASS_THROUGH("/passthrough/%s/v1/embeddings", "{\"model\":\"%s\",\"input\":\"Hi\"}");

    /// Which model the simulator is asked for through a pass-through of the first name.
    private static final Map<String, String> THROUGH =
        Map.of("two", "failing", "kept", "m", "down", "down", "few", "m", "often", "m");

    /// How many answers a time is learned of.
    private static final int LEARNED = 20;

    /// How often a target fails at the most until its circuit opens, though it is a route's last.
    private static final int FAILURES = 12;

    private static final AtomicInteger FORMS = new AtomicInteger();

    private final String path;
    private final String body;

    Asked(String path, String body) {
      this.path = path;
      this.body = body;
    }

    Operation operation() {
      return Operation.valueOf(name());
    }

    /// The name of the model that one request a minute may ask for.
    String few() {
      return this == PASS_THROUGH ? "few" : "few-" + name().toLowerCase(Locale.ROOT);
    }

    /// The name of the model of which nothing else is asked.
    String often() {
      return this == PASS_THROUGH ? "often" : "often-" + name().toLowerCase(Locale.ROOT);
    }

    /// The operation as keys name it.
    String word() {
      return this == PASS_THROUGH ? "passthrough:NAME" : name().toLowerCase(Locale.ROOT);
    }

    /// @param boundary which clients make anew for each request
    private String form(String model, String boundary) {
      String part = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"%s\r\n\r\n%s\r\n";
      return part.formatted(body + "\"; filename=\"a\"", "bytes")
          + part.formatted("model\"", model)
          + part.formatted("prompt\"", "p")
          + part.formatted("size\"", "8x8")
          + "--"
          + boundary
          + "--\r\n";
    }

    HttpResponse<String> ask(String model) throws Exception {
      return ask(model, "");
    }

    /// @param key under which the call may be sent again; empty for none
    HttpResponse<String> ask(String model, String key) throws Exception {
      boolean json = body.startsWith("{");
      int port = RIG.serving().address().getPort();
      String named = this == PASS_THROUGH ? THROUGH.getOrDefault(model, model) : model;
      String boundary = "b" + FORMS.incrementAndGet();
      String type = json ? "application/json" : "multipart/form-data; boundary=" + boundary;
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path.replace("%s", model)))
              .header("content-type", type)
              .POST(BodyPublishers.ofString(json ? body.formatted(named) : form(named, boundary)));
      if (!key.isEmpty()) {
        request.header("idempotency-key", key);
      }
      return CLIENT.send(request.build(), BodyHandlers.ofString(UTF_8));
    }

    boolean isRepeated() throws Exception {
      HttpResponse<String> answer = ask("two");
      return answer.statusCode() == 200
          && answer.headers().firstValue("x-sluice-target").orElse("").equals("p/m");
    }

    /// Whether a circuit of the operation's own opens before a target that fails.
    boolean isBroken() throws Exception {
      for (int i = 0; i < FAILURES; i++) {
        HttpResponse<String> _ = ask("down");
      }
      String target = this == PASS_THROUGH ? "p/passthrough:down" : "p/down";
      return RIG.serving().gateway().stats().breakers().stream()
          .filter(circuit -> circuit.target().equals(target))
          .anyMatch(
              circuit -> circuit.operation() == operation() && circuit.lastChange().isPresent());
    }

    /// Whether a second request within a minute is refused where one is allowed.
    boolean isLimited() throws Exception {
      return ask(few()).statusCode() == 200 && ask(few()).statusCode() != 200;
    }

    /// Whether a call that is sent again under one key is answered without its provider, and one
    /// under another key is not.
    boolean isAnsweredAgain() throws Exception {
      HttpResponse<String> first = ask("kept", "one");
      long before = sent();
      HttpResponse<String> again = ask("kept", "one");
      boolean same = again.body().equals(first.body());
      boolean answered = sent() == before && same;
      HttpResponse<String> _ = ask("kept", "two");
      boolean other = sent() > before;
      assertThat(other || isAlwaysTheSame()).isTrue();
      return answered;
    }

    /// Whether the answer is kept without a key, too.
    private boolean isAlwaysTheSame() throws Exception {
      return isKept();
    }

    /// How much the provider was asked for beside its list of models.
    private static long sent() {
      return SIMULATOR.recorded().calls(kind -> !kind.path().endsWith("/models"));
    }

    /// Whether times of the operation's answers are learned where nothing else is asked. They are
    /// once a call has ended, which is behind its answer.
    boolean isLearned() throws Exception {
      for (int i = 0; i < LEARNED; i++) {
        assertThat(ask(often()).statusCode()).isEqualTo(200);
      }
      String target = this == PASS_THROUGH ? "p/passthrough:often" : "p/" + often();
      try {
        await().until(() -> samples(target) >= LEARNED);
        return true;
      } catch (ConditionTimeoutException never) {
        return false;
      }
    }

    private static long samples(String target) {
      return RIG.serving().gateway().stats().latencies().values().stream()
          .filter(value -> value.target().equals(target))
          .mapToLong(value -> value.samples())
          .max()
          .orElse(0);
    }

    boolean isKept() throws Exception {
      HttpResponse<String> _ = ask("kept");
      return ask("kept").headers().firstValue("x-sluice-cache").orElse("").equals("hit");
    }

    boolean isProbed() {
      try {
        return SmallestRequest.body(operation(), "m", false).length > 0;
      } catch (IllegalArgumentException none) {
        return false;
      }
    }

    String row() throws Exception {
      return "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |\n"
          .formatted(
              word(),
              yes(isRepeated()),
              yes(Racing.races(operation())),
              yes(isLearned()),
              yes(isBroken()),
              yes(isLimited()),
              yes(isKept()),
              yes(isProbed()),
              yes(isAnsweredAgain()));
    }
  }

  private static String yes(boolean holds) {
    return holds ? "yes" : "no";
  }

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  @ParameterizedTest
  @EnumSource(value = Asked.class, mode = EnumSource.Mode.EXCLUDE, names = "PASS_THROUGH")
  void each_operation_is_answered_from_elsewhere_when_its_first_target_fails(Asked asked)
      throws Exception {
    assertThat(asked.isRepeated()).isTrue();
  }

  @Test
  void the_documentation_holds_the_table() throws Exception {
    var rows = new StringBuilder();
    rows.append(
        "| operation | retry, fallback | races | learned timeouts | breaker | quotas | cache |"
            + " probe by a call | `Idempotency-Key` |\n");
    rows.append("|---|---|---|---|---|---|---|---|---|\n");
    for (Asked asked : Asked.values()) {
      rows.append(asked.row());
    }
    if (System.getProperty("golden.write") != null) {
      write(rows.toString());
    }
    String page = Files.readString(PAGE);
    assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
        .isEqualTo(rows.toString());
  }

  private static void write(String table) throws IOException {
    String page = Files.readString(PAGE);
    Files.writeString(
        PAGE,
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + table
            + page.substring(page.indexOf(END)));
  }
}
