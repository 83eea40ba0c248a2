package dev.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.Run;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What the report and the first page say in situations that an operator meets: the exit code of
/// `report --check`, its first line and its worst row are what a person would say.
@Execution(ExecutionMode.CONCURRENT)
class SituationsTest {
  private static final int MISSED = 1;
  private static final String WINDOW = "5m";

  /// How long calls rest while a window is waited for.
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private static FirstPages pages;

  @TempDir private Path folder;

  private Simulator provider = Simulator.start(Scenario.of(Model.named("m")), 0);

  @BeforeAll
  static void start() throws Exception {
    pages = new FirstPages();
  }

  @AfterAll
  static void endAll() throws Exception {
    pages.close();
  }

  @AfterEach
  void end() {
    provider.close();
  }

  private void simulate(Model... models) {
    provider.close();
    provider = Simulator.start(Scenario.of(models), 0);
  }

  private StagedGateway staged(String more) throws Exception {
    return staged("server: {listen: \"127.0.0.1:0\", drain: 1ms}\n", more);
  }

  private StagedGateway staged(String server, String more) throws Exception {
    String providers =
        """
        defaults: {breaker: {open: 200ms}}
        providers:
          openai: {type: compatible, url: "%s", keys: [sk-one], allow_private: true}
        routes:
          chat: {models: [m], targets: [{provider: openai, model: m}]}
        """
            .formatted(provider.url());
    return new StagedGateway(folder, server + (more.contains("routes:") ? "" : providers) + more);
  }

  private String provider(String more) {
    return """
    providers:
      openai: {type: compatible, url: "%s", keys: [sk-one], allow_private: true%s}
    """
        .formatted(provider.url(), more);
  }

  /// Asks for the report, and looks at the first page.
  ///
  /// @return its first sentence
  private static String seen(StagedGateway gateway, String name, String window, int code)
      throws Exception {
    String first = said(gateway, window, code);
    pages.look(gateway, name, window);
    return first;
  }

  private static String said(StagedGateway gateway, String window, int code) {
    Run run = Run.of("report", "--check", "--window", window, "--url", gateway.adminUrl());
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
    return run.out()
        .lines()
        .takeWhile(line -> !line.startsWith("sluice "))
        .collect(Collectors.joining(" "));
  }

  private static JsonNode worst(StagedGateway gateway) {
    return gateway.report(WINDOW).path("summary").path("troubles").path(0);
  }

  private static void worstIs(StagedGateway gateway, String metric, String advice) {
    JsonNode worst = worst(gateway);
    assertThat(worst.path("metric").asText()).isEqualTo(metric);
    assertThat(worst.path("advice").asText().toLowerCase(Locale.ROOT)).contains(advice);
  }

  @Test
  void all_is_well() throws Exception {
    try (StagedGateway gateway = staged("")) {
      gateway.calls(40, "m");
      assertThat(seen(gateway, "well", WINDOW, 0)).isEqualTo("All is well: 40 calls, none failed");
      assertThat(worst(gateway).isMissingNode()).isTrue();
    }
  }

  @Test
  void a_provider_is_down_and_comes_back() throws Exception {
    try (StagedGateway gateway = staged("")) {
      gateway.calls(20, "m");
      provider.goDown();
      // The provider may answer one more call in the moment in which it goes.
      gateway.calls(30, "m");
      assertThat(seen(gateway, "down", WINDOW, MISSED))
          .as(gateway.outcomes())
          .matches(
              "Not well: (29|30) of 50 calls failed \\((58|60) %\\).*, \\d+ at openai/m, \\d+ not sent"
                  + " because its circuit is open: openai/m could not be reached");
      worstIs(gateway, "failed", "openai/m: ");
      assertThat(worst(gateway).path("advice").asText()).contains("providers.openai.url");
      provider.comeBack();
      await().until(() -> gateway.answers("m"));
      await().atMost(Duration.ofSeconds(60)).pollInterval(BETWEEN).until(() -> isOver(gateway, 30));
      // What failed is still in a window of five minutes, and not in a short one that begins later.
      assertThat(seen(gateway, "back", WINDOW, MISSED))
          .matches(
              "Well again: all \\d+ calls of the last .* went well; before that \\d+ of \\d+"
                  + " failed: openai/m could not be reached");
      worstIs(gateway, "failed", "openai/m: ");
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(BETWEEN)
          .until(() -> !failsAfter(gateway, 30));
      gateway.calls(30, "m");
      assertThat(said(gateway, "5s", 0)).startsWith("All is well: ");
    }
  }

  private static boolean isOver(StagedGateway gateway, int calls) throws Exception {
    gateway.calls(calls, "m");
    JsonNode summary = gateway.report(WINDOW).path("summary");
    if (!summary.path("text").asText().startsWith("Well again")) {
      return false;
    }
    assertThat(summary.path("troubles").findValuesAsText("advice"))
        .noneMatch(advice -> advice.contains("retry.attempts"))
        .first()
        .asString()
        .endsWith("there is nothing to do now");
    return true;
  }

  private static boolean failsAfter(StagedGateway gateway, int calls) throws Exception {
    gateway.calls(calls, "m");
    return !gateway.report("5s").path("summary").path("status").asText().equals("ok");
  }

  @Test
  void a_key_is_over_its_limit() throws Exception {
    String server =
        """
        server:
          listen: "127.0.0.1:0"
          drain: 1ms
          keys: [{name: web, key: %s, limits: {rpm: 10}}]
        """
            .formatted(StagedGateway.KEY);
    try (StagedGateway gateway = staged(server, "")) {
      gateway.calls(60, "m");
      assertThat(seen(gateway, "key-over-its-limit", WINDOW, 0))
          .matches(
              "Well for the gateway, but \\d+ of 60 calls were refused by a limit of the caller key"
                  + " \"web\" \\(10 requests a minute\\)");
      worstIs(gateway, "callers", "raise it under server.keys");
      assertThat(gateway.report(WINDOW).path("key_at_limit").asText()).isEqualTo("web");
      JsonNode faults = gateway.report(WINDOW).path("rows").path(0).path("faults");
      assertThat(faults.path("caller").asInt()).isGreaterThan(30);
    }
  }

  @Test
  void calls_wait_in_the_gateways_own_queue() throws Exception {
    String config =
        provider(", limits: {m: {rpm: 600, burst: 1s}}")
            + "routes: {chat: {models: [m], targets: [{provider: openai, model: m}]}}\n";
    try (StagedGateway gateway = staged(config)) {
      gateway.callsTogether(40, "m");
      assertThat(seen(gateway, "own-queue", WINDOW, MISSED))
          .startsWith("Not well: calls wait in the gateway's own queue, the slowest 5 % for ");
      worstIs(
          gateway, "queue_wait", "capacity is short; calls came faster than openai/m takes them");
      assertThat(worst(gateway).path("advice").asText()).contains("which are 10 a second");
    }
  }

  @Test
  void a_provider_is_slow() throws Exception {
    simulate(Model.named("m").speed(Speed.of(Duration.ofMillis(2_500), Duration.ZERO)));
    try (StagedGateway gateway = staged("")) {
      gateway.callsTogether(25, "m");
      assertThat(seen(gateway, "slow", WINDOW, MISSED))
          .matches(
              "Not well: answers take (2\\.[5-9]|[3-9]|\\d\\d).* s on average \\(target < 2 s\\).*");
      worstIs(gateway, "latency", "openai/m: ");
    }
  }

  @Test
  void the_key_for_a_provider_is_wrong() throws Exception {
    simulate(Model.named("m").faults(FaultRule.always(new FaultCall(Fault.STATUS, "401"))));
    try (StagedGateway gateway = staged("")) {
      gateway.calls(30, "m");
      assertThat(seen(gateway, "wrong-key", WINDOW, MISSED))
          .startsWith("Not well: 30 of 30 calls failed (100 %), ")
          .endsWith(" not sent because no key was left: openai refused provider key 1 of 1");
      worstIs(gateway, "failed", "replace providers.openai.key");
      assertThat(worst(gateway).path("page").asText()).isEqualTo("configuration");
      JsonNode troubles = gateway.report(WINDOW).path("summary").path("troubles");
      assertThat(troubles.findValuesAsText("text")).contains("openai/m is failing");
    }
  }

  @Test
  void a_budget_is_near_its_end() throws Exception {
    String server =
        """
        server:
          listen: "127.0.0.1:0"
          drain: 1ms
          keys: [{name: web, key: %s, budgets: [0.55USD/month]}]
        prices: {models: [{provider: openai, model: m, input: 0, output: 1000, max_output: 20}]}
        """
            .formatted(StagedGateway.KEY);
    try (StagedGateway gateway = staged(server, "")) {
      gateway.calls(30, "m");
      assertThat(seen(gateway, "budget-near-its-end", WINDOW, 0))
          .startsWith("Well, but look: the caller key \"web\" has spent 0.48 USD of its 0.55 USD");
      worstIs(gateway, "spent", "raise its budgets under server.keys");
      assertThat(worst(gateway).path("advice").asText())
          .matches("what is left lasts for some \\d calls, .* at the pace of late: .*");
    }
  }

  @Test
  void the_store_is_away() throws Exception {
    Path data = folder.resolve("data");
    String server =
        """
        server:
          listen: "127.0.0.1:0"
          drain: 1ms
          keys: [{name: web, key: %s}]
        store: {path: "%s"}
        """
            .formatted(StagedGateway.KEY, data);
    try (StagedGateway gateway = staged(server, "")) {
      gateway.calls(30, "m");
      Files.move(data, folder.resolve("elsewhere"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> worst(gateway).path("advice").asText().contains("put it back"));
      assertThat(seen(gateway, "store-away", WINDOW, MISSED))
          .isEqualTo("Not well: the store is gone");
      worstIs(gateway, "store", "put it back");
      assertThat(worst(gateway).path("advice").asText()).contains("a restart loses none of it");
    }
  }

  @Test
  void there_is_no_traffic() throws Exception {
    try (StagedGateway gateway = staged("")) {
      gateway.calls(30, "m");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> gateway.report("5s").path("calls").asInt() == 0);
      assertThat(seen(gateway, "no-traffic", "5s", 0))
          .matches("No calls in the last \\d+ s; the last one ended \\d+ s ago");
    }
  }

  @Test
  void one_model_of_a_provider_fails() throws Exception {
    simulate(
        Model.named("m"),
        Model.named("n").faults(FaultRule.always(new FaultCall(Fault.STATUS, "503"))));
    String config =
        provider("")
            + """
            routes:
              chat: {models: [m], targets: [{provider: openai, model: m}]}
              other: {models: [n], targets: [{provider: openai, model: n}]}
            """;
    try (StagedGateway gateway = staged(config)) {
      gateway.calls(30, "m");
      gateway.calls(20, "n");
      assertThat(seen(gateway, "one-model", WINDOW, MISSED))
          .startsWith("Not well: 20 of 50 calls failed (40 %)")
          .endsWith(": openai/n answered with errors of its own (5xx)");
      worstIs(gateway, "failed", "openai/n: ");
      assertThat(worst(gateway).path("advice").asText()).contains("routes.other.targets");
    }
  }

  @Test
  void callers_make_many_mistakes() throws Exception {
    try (StagedGateway gateway = staged("")) {
      gateway.calls(30, "m");
      gateway.calls(90, "invented");
      assertThat(seen(gateway, "callers-mistakes", WINDOW, 0))
          .isEqualTo(
              "Well for the gateway, but 90 of 120 calls failed by their callers' own fault");
    }
  }

  @Test
  void a_limit_is_learned_of_a_providers_answers() throws Exception {
    simulate(Model.named("m").limits(new ModelLimits(new Limit(600, 20), null, 1_000, false)));
    try (StagedGateway gateway = staged("")) {
      // The limit is learned of a few answers, before so many calls come that some would be
      // refused.
      gateway.calls(10, "m");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                gateway.callsTogether(60, "m");
                assertThat(worst(gateway).path("advice").asText())
                    .contains("600 requests a minute");
              });
      assertThat(seen(gateway, "learned-limit", WINDOW, MISSED))
          .startsWith("Not well: calls wait in the gateway's own queue, the slowest 5 % for ");
      worstIs(gateway, "queue_wait", "openai/m");
      assertThat(worst(gateway).path("advice").asText()).contains("providers.openai.keys");
    }
  }
}
