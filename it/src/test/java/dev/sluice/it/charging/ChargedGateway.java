package dev.sluice.it.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GatewayEdge;
import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A gateway whose keys have budgets, one of nothing, or may ask for one thing, in front of a
/// simulated provider that speaks three dialects and bills what it does: a dollar for a million
/// tokens read, three for as many written.
final class ChargedGateway implements AutoCloseable {
  static final String KEY = "authorization: Bearer web-key";

  /// Nano-dollars of a token.
  static final long READ = 1_000;

  static final long WRITTEN = 3_000;

  private static final Budget BUDGET = new Budget(1_000_000_000_000L, Period.TOTAL);

  final SpentRows ledger = new SpentRows();
  private final Simulator simulator;
  private final GatewayProcess gateway;

  ChargedGateway(List<Cell> cells) throws CannotListen {
    Model[] models = cells.stream().flatMap(Cell::models).toArray(Model[]::new);
    simulator = Simulator.start(Scenario.of(models), 0);
    var config = new StringBuilder(config(simulator.port()));
    cells.forEach(cell -> config.append(cell.route()));
    gateway =
        GatewayProcess.start(
            ConfigFile.of(Doc.parse("matrix.yaml", config.toString(), Map.of())).config(),
            ProcessOptions.defaults()
                .parts(new ProcessParts(Optional.empty(), Optional.empty(), Optional.of(ledger))));
  }

  private static String config(int port) {
    return """
    server:
      listen: "127.0.0.1:0"
      drain: 1ms
      keys:
        - {name: web, key: web-key, team: search, budgets: [1000USD/total]}
        - {name: poor, key: poor-key, team: search, budgets: [0USD/total]}
        - {name: narrow, key: narrow-key, models: [another]}
        - {name: chatting, key: chatting-key, operations: [chat]}
        - {name: passing, key: passing-key, operations: ["passthrough:*"], budgets: [0USD/total]}
    admin: {listen: "127.0.0.1:0"}
    defaults: {breaker: off}
    prices:
      models:
        - {provider: openai, model: "*", input: 1, output: 3}
        - {provider: other, model: "*", input: 1, output: 3}
        - {provider: anthropic, model: "*", input: 1, output: 3}
        - {provider: gemini, model: "*", input: 1, output: 3}
        - {provider: openai, model: "passthrough:calls", call: 1}
        - {provider: openai, model: "passthrough:pages", call: 0, page: 1}
        - {provider: openai, model: "passthrough:tokens", input: 1, output: 1}
        - {provider: openai, model: "passthrough:half", call: 1}
    providers:
      openai: {type: compatible, url: "http://127.0.0.1:%1$d/v1", allow_private: true}
      other: {type: compatible, url: "http://127.0.0.1:%1$d/v1", allow_private: true}
      anthropic: {type: anthropic, url: "http://127.0.0.1:%1$d", key: k, allow_private: true}
      gemini: {type: gemini, api: gemini, url: "http://127.0.0.1:%1$d", key: k, allow_private: true}
    passthrough:
      calls: {provider: openai, allow: [POST /v1/ocr, GET /v1/files/**, PUT /v1/files/*, DELETE /v1/files/*]}
      pages: {provider: openai, allow: [POST /v1/ocr], usage: [{unit: page, at: pages, most: 9}]}
      tokens: {provider: openai, allow: [POST /v1/ocr], usage: [{unit: input, at: in}, {unit: output, at: out}]}
      half: {provider: openai, allow: [POST /v1/ocr], usage: [{unit: page, at: pages, most: 9}]}
      none: {provider: openai, allow: [POST /v1/ocr]}
    routes:
    """
        .formatted(port);
  }

  InetSocketAddress address() {
    return gateway.address();
  }

  Recorded provider() {
    return simulator.recorded();
  }

  /// How the key's budget stands.
  BudgetStatus budget() {
    return gateway.budgets().status(Spender.key("web"), BUDGET);
  }

  /// Waits until no call is under way, here and there.
  void settle() {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () -> {
              assertThat(GatewayEdge.of(gateway.gateway()).engine().running()).isZero();
              assertThat(simulator.recorded().inFlight()).isZero();
              assertThat(GatewayEdge.of(gateway.gateway()).memory().used()).isZero();
            });
  }

  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      simulator.close();
    }
  }
}
