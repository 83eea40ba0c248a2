package dev.sluice.server;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.ledger.Ledger;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.SpentCall;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a gateway with a store has recorded of calls, over real sockets and restarts.
class SpendOverRestartsTest {
  @TempDir private Path folder;
  private ReloadRig rig;

  @BeforeEach
  void provide() throws Exception {
    rig = new ReloadRig(Files.createDirectory(folder.resolve("rig")));
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  private SluiceConfig config(String budget) throws Exception {
    String keys = "\", keys: [{name: web, key: web-key, team: ops, budgets: [" + budget + "]}]}";
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(
        file,
        rig.good().replaceFirst("\"}", keys)
            + "store: {path: \"%s\"}\n".formatted(folder.resolve("data"))
            + "prices: {models: [{provider: p, model: m, input: 1, output: 1}]}\n");
    return ConfigFile.load(file.toString(), Map.of()).config();
  }

  private GatewayProcess start(String budget) throws Exception {
    SluiceConfig config = config(budget);
    StoreConfig store = config.store().orElseThrow();
    Accounts accounts = Accounts.open(ready(store), Clock.SYSTEM);
    Ledger ledger =
        Ledger.open(
            LedgerConfig.in(store.path(), store.keep(), config.money().zone()),
            accounts::store,
            accounts::nameOf,
            Clock.SYSTEM);
    return GatewayProcess.start(
        config,
        ProcessOptions.defaults()
            .parts(new ProcessParts(Optional.empty(), Optional.of(accounts), Optional.of(ledger))));
  }

  private static RawClient.Reply call(GatewayProcess gateway) throws Exception {
    try (var client = new RawClient(gateway.address())) {
      return client
          .post(
              "/v1/chat/completions",
              "{\"model\":\"m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
              "authorization: Bearer web-key")
          .reply();
    }
  }

  /// Calls until the budget is used up, and not only in use: a call is paid behind its answer.
  ///
  /// @return how many calls were answered
  private static int callAll(GatewayProcess gateway) throws Exception {
    int answered = 0;
    RawClient.Reply reply = call(gateway);
    while (!reply.body().contains("budget_exceeded")) {
      answered += reply.status() == 200 ? 1 : 0;
      reply = call(gateway);
    }
    return answered;
  }

  @Test
  void a_budget_that_is_used_up_stays_so_over_a_restart() throws Exception {
    for (String period : List.of("day", "week", "month", "total")) {
      GatewayProcess first = start("0.00005USD/" + period);
      callAll(first);
      first.drainAndClose();
      GatewayProcess second = start("0.00005USD/" + period);
      assertThat(call(second).status()).as(period).isEqualTo(429);
      second.drainAndClose();
    }
  }

  @Test
  void calls_of_a_key_of_the_configuration_are_recorded() throws Exception {
    GatewayProcess gateway = start("0.00005USD/total");
    int answered = callAll(gateway);
    gateway.drainAndClose();
    assertThat(answered).isPositive();
    try (Accounts accounts = Accounts.open(StoreConfig.in(folder.resolve("data")), Clock.SYSTEM)) {
      List<SpentCall> calls =
          new Spend(accounts::read).recent("web", Optional.empty(), 100).calls();
      assertThat(calls).hasSize(answered);
      assertThat(calls)
          .allSatisfy(
              call -> {
                assertThat(call.target()).isEqualTo("p/m");
                assertThat(call.outcome()).isEqualTo("answered");
                assertThat(call.nanos()).isPositive();
                assertThat(call.ended()).isGreaterThanOrEqualTo(call.began());
              });
    }
  }
}
