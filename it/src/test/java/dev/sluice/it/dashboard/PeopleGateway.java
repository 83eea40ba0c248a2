package dev.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A gateway with a store and the team `search`, at which people log in once it is told where.
final class PeopleGateway implements AutoCloseable {
  private final Simulator provider = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final Path folder;
  private final PageGateway gateway;

  PeopleGateway(Path folder) throws Exception {
    this.folder = folder;
    var budget = new BudgetTerms(List.of("100USD/month"), false);
    gateway =
        PageGateway.start(
            folder, yaml(), accounts -> accounts.changes().createTeam("test", "search", budget));
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
        .formatted(folder.resolve("data"), folder.resolve("files"), provider.url());
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
        PageGateway.file(folder),
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
    assertThat(gateway.process().reload("test", false).problems()).isEmpty();
  }

  @Override
  public void close() {
    gateway.close();
    provider.close();
  }
}
