package dev.sluice.it.dashboard;

import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.tag.TagText;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A gateway with a store, in front of a simulated provider that has a price.
final class KeyedGateway implements AutoCloseable {
  private static final String LONG =
      "a-name-that-is-as-long-as-names-may-be-and-has-no-place-to-break-it-at-all";

  private static final String MONTHS =
      "insert into spend_months select substr(day, 1, 7), team, key_id, max(key_name), model,"
          + " target, payer, reason, sum(calls), sum(input), sum(cached), sum(written_5m),"
          + " sum(written_1h), sum(audio_input), sum(image_input), sum(output), sum(audio_output),"
          + " sum(image_output), sum(requests), sum(nanos), sum(estimated), sum(unpriced),"
          + " tags from spend"
          + " group by substr(day, 1, 7), team, key_id, model, target, payer, reason, tags";

  private final Simulator provider = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final PageGateway gateway;

  KeyedGateway(Path folder) throws Exception {
    String yaml =
        """
        store: {path: "%s"}
        server:
          listen: "127.0.0.1:0"
          drain: 1ms
          tags: {feature: {metadata: feature}}
        admin:
          listen: "127.0.0.1:0"
          token: admin-token
          tokens:
            - {name: ann, token: viewer-token}
            - {name: bob, token: operator-token, role: operator}
        providers:
          p: {type: compatible, url: "%s", allow_private: true}
        routes:
          any: {models: [m], targets: [{provider: p}]}
        prices: {models: [{provider: p, model: m, input: 1, output: 10, max_output: 200}]}
        """
            .formatted(folder.resolve("data"), provider.url());
    gateway = PageGateway.start(folder, yaml);
  }

  String adminUrl() {
    return gateway.adminUrl();
  }

  String url() {
    return gateway.url();
  }

  /// Puts so many keys and their spend of May into the store at once, as if they had been there.
  void fill(int keys) {
    Accounts accounts = gateway.accounts();
    accounts.store().orElseThrow().write(sql -> fill(sql, keys)).join();
    await().until(() -> accounts.keys().now().keys().size() == keys);
  }

  private static boolean fill(Sql sql, int keys) {
    String team = "insert into teams (name, budgets, created) values (?, ?, 1780000000000)";
    sql.update(team, LONG, "1000USD/month,100USD/day");
    sql.update(team, "search", "");
    List<Object[]> rows = new ArrayList<>();
    List<Object[]> spend = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      boolean last = i % 3 == 0;
      String name = (last ? LONG : "key") + i;
      String id = "k%09d".formatted(i);
      String of = last ? LONG : "search";
      rows.add(new Object[] {id, name, of, i % 5 == 0 ? 1_790_000_000_000L : 0L});
      String day = "2026-05-%02d".formatted(1 + i % 28);
      String model = "model-" + i % 40;
      String tags = i % 4 == 0 ? "" : TagText.of(List.of("feature"), List.of("feature-" + i % 4));
      long nanos = i * 1_000_000L;
      spend.add(new Object[] {day, of, id, name, model, "p/" + model, "key", "", nanos, tags});
      spend.add(
          new Object[] {day, of, id, name, model, "q/m", "gateway", "race", nanos * 9 / 100, tags});
    }
    sql.batch(
        "insert into keys (id, name, team, highest, usual, cache, budgets, created, revoked)"
            + " values (?, ?, ?, 'interactive', 'normal', 'full', '50USD/month,5USD/day',"
            + " 1780000000000, ?)",
        rows);
    sql.batch(
        "insert into spend (day, team, key_id, key_name, model, target, payer, reason, nanos, tags,"
            + " calls, input, cached, written_5m, written_1h, audio_input, image_input, output,"
            + " audio_output, image_output, requests, estimated, unpriced) values (?, ?, ?, ?, ?,"
            + " ?, ?, ?, ?, ?, 3, 900, 300, 0, 0, 0, 0, 120, 0, 0, 3, 0, 0)",
        spend);
    sql.update(MONTHS);
    sql.update("update revision set number = number + 1");
    return true;
  }

  @Override
  public void close() {
    gateway.close();
    provider.close();
  }
}
