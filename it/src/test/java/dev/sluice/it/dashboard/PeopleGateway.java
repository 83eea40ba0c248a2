package dev.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.batches.file.FileStore;
import dev.sluice.call.runtime.Clock;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.config.Stores;
import dev.sluice.cli.explain.SettingsPage;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A gateway with a store and the team `search`, at which people log in once it is told where.
final class PeopleGateway implements AutoCloseable {
  private final Simulator provider = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final Path file;
  private final Path data;
  private final GatewayProcess gateway;

  PeopleGateway(Path folder) throws Exception {
    file = folder.resolve("sluice.yaml");
    data = folder.resolve("data");
    Files.writeString(file, yaml());
    Loaded loaded = loaded();
    Stores.Opened store =
        Stores.open(loaded.config().store(), loaded.config().money().zone()).await().orElseThrow();
    Accounts accounts = store.accounts();
    accounts
        .changes()
        .createTeam("test", "search", new BudgetTerms(List.of("100USD/month"), false));
    FileStore files =
        FileStore.open(
            loaded.config().files().orElseThrow(), accounts, Clock.SYSTEM, new SecureRandom());
    gateway =
        GatewayProcess.start(
            loaded.config(),
            ProcessOptions.defaults()
                .source(_ -> config())
                .sections(() -> SettingsPage.of(loaded))
                .parts(
                    new ProcessParts(
                        Optional.empty(),
                        Optional.of(accounts),
                        Optional.of(store.ledger()),
                        Optional.empty(),
                        Optional.of(files))));
  }

  private Loaded loaded() throws Exception {
    return Loaded.from(Optional.of(file.toString()), Map.of());
  }

  private SluiceConfig config() {
    try {
      return loaded().config();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String yaml() {
    return """
    store: {path: "%s"}
    files: {folder: "%s"}
    batches: {}
    server:
      listen: "127.0.0.1:0"
      drain: 1ms
      keys: [{name: nightly, key: sk-nightly, team: search}]
    admin: {listen: "127.0.0.1:0", token: admin-token}
    providers:
      p: {type: compatible, url: "%s", allow_private: true}
    routes:
      any: {models: [m], targets: [{provider: p}]}
    prices: {models: [{provider: p, model: m, input: 1, output: 10, max_output: 200}]}
    """
        .formatted(data, data.resolveSibling("files"), provider.url());
  }

  String url() {
    return gateway.url();
  }

  String adminUrl() {
    return gateway.adminUrl();
  }

  /// Lets people log in whom this provider names.
  void trust(String issuer) throws Exception {
    Files.writeString(
        file,
        yaml()
            + """
            auth:
              oidc:
                issuer: "%s"
                client_id: sluice
                client_secret: ssssssssssssssssssssssss
                redirect: "%s"
                roles: {admin: [llm-admins]}
                teams:
                  search:
                    member: [search]
                    owner: [search-leads]
                    keys: 3
                    terms: {models: ["m"], limits: {rpm: 60}, budgets: [5USD/month]}
                    most: {models: ["m"], limits: {rpm: 600}, budgets: [50USD/month]}
            """
                .formatted(issuer, gateway.adminUrl()));
    assertThat(gateway.reload("test", false).problems()).isEmpty();
  }

  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      provider.close();
    }
  }
}
