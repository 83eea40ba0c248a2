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
import java.util.Locale;
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

  private static final Rig RIG =
      Rig.caring(
          """
          providers:
            p: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
          routes:
            two: {models: [two], targets: [{provider: p, model: failing}, {provider: p, model: m, fallback: 1}], retry: {attempts: 2, budget: 100%%}, breaker: off}
            kept: {models: [kept], targets: [{provider: p, model: m}], cache: {max: 1MiB, ttl: 1h}}
          """
              .formatted(SIMULATOR.port()));

  private static Scenario scenario() {
    try {
      FaultRule failing = FaultRule.always(FaultCall.parse("500"));
      return Scenario.of(Model.named("m"), Model.named("failing").faults(failing));
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
    TRANSLATIONS("/v1/audio/translations", "file");

    private final String path;
    private final String body;

    Asked(String path, String body) {
      this.path = path;
      this.body = body;
    }

    Operation operation() {
      return Operation.valueOf(name());
    }

    private String form(String model) {
      String part = "--B\r\nContent-Disposition: form-data; name=\"%s\r\n\r\n%s\r\n";
      return part.formatted(body + "\"; filename=\"a\"", "bytes")
          + part.formatted("model\"", model)
          + part.formatted("prompt\"", "p")
          + part.formatted("size\"", "8x8")
          + "--B--\r\n";
    }

    HttpResponse<String> ask(String model) throws Exception {
      boolean json = body.startsWith("{");
      int port = RIG.serving().address().getPort();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("content-type", json ? "application/json" : "multipart/form-data; boundary=B")
              .POST(BodyPublishers.ofString(json ? body.formatted(model) : form(model)))
              .build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString(UTF_8));
    }

    boolean isRepeated() throws Exception {
      HttpResponse<String> answer = ask("two");
      return answer.statusCode() == 200
          && answer.headers().firstValue("x-sluice-target").orElse("").equals("p/m");
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
      return "| `%s` | %s | %s | %s | %s |\n"
          .formatted(
              name().toLowerCase(Locale.ROOT),
              word(isRepeated()),
              word(Racing.races(operation())),
              word(isKept()),
              word(isProbed()));
    }
  }

  private static String word(boolean holds) {
    return holds ? "yes" : "no";
  }

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  @ParameterizedTest
  @EnumSource(Asked.class)
  void each_operation_is_answered_from_elsewhere_when_its_first_target_fails(Asked asked)
      throws Exception {
    assertThat(asked.isRepeated()).isTrue();
  }

  @Test
  void the_documentation_holds_the_table() throws Exception {
    var rows = new StringBuilder();
    rows.append("| operation | retry, fallback | races | cache | probe by a call |\n");
    rows.append("|---|---|---|---|---|\n");
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
