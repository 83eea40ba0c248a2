package dev.sluice.it.dashboard;

import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A gateway that runs batches, in front of a simulated provider that has a price, and whose model
/// `slow` takes long.
final class BatchingGateway implements AutoCloseable {
  private static final String LONG =
      "a-team-whose-name-is-as-long-as-names-may-be-and-has-no-place-to-break-it";
  private static final long DAY = 86_400_000;
  private static final long GIB = 1L << 30;

  private final Simulator provider =
      Simulator.start(
          Scenario.of(
              Model.named("m"),
              Model.named("slow").speed(Speed.of(Duration.ofMinutes(2), Duration.ZERO))),
          0);
  private final PageGateway gateway;
  private final String poor;

  BatchingGateway(Path folder) throws Exception {
    String yaml =
        """
        store: {path: "%1$s/data"}
        files: {folder: "%1$s/files"}
        batches: {}
        server:
          listen: "127.0.0.1:0"
          drain: 1ms
          keys: [{name: nightly, key: sk-nightly, team: search}]
        admin:
          listen: "127.0.0.1:0"
          token: admin-token
          tokens:
            - {name: ann, token: viewer-token}
            - {name: bob, token: operator-token, role: operator}
        providers:
          p: {type: compatible, url: "%2$s", allow_private: true}
        routes:
          any: {models: [m, slow], targets: [{provider: p}]}
        prices: {models: [{provider: p, model: "*", input: 1, output: 10, max_output: 1000}]}
        """
            .formatted(folder, provider.url());
    gateway = PageGateway.start(folder, yaml);
    poor = poorKey(gateway.accounts());
  }

  private static String poorKey(Accounts accounts) throws Exception {
    KeyTerms all = KeyTerms.upTo(Band.INTERACTIVE);
    var little = new BudgetTerms(List.of("0.01USD/total"), false);
    var terms = new KeyTerms(all.scope(), all.bands(), all.cache(), KeyLimits.NONE, little);
    accounts.changes().createTeam("test", "poor", BudgetTerms.NONE);
    return accounts
        .changes()
        .createKey("test", new NewKey("small-change", "poor", false, 0, terms))
        .secret()
        .text();
  }

  String adminUrl() {
    return gateway.adminUrl();
  }

  String url() {
    return gateway.url();
  }

  /// The secret of a key whose budget is soon used up.
  String poor() {
    return poor;
  }

  /// Puts so many batches that have ended, and what teams keep, into the store at once, as if they
  /// had been there.
  void fill(int batches) {
    gateway.accounts().store().orElseThrow().write(sql -> fill(sql, batches)).join();
  }

  private static boolean fill(Sql sql, int batches) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      long made = 1_780_000_000_000L + i * DAY / 100;
      String state = List.of("completed", "expired", "cancelled").get(i % 3);
      String ending = List.of("done", "expired", "cancelled").get(i % 3);
      long lines = 50_000 - i;
      long done = i % 3 == 0 ? lines : lines / 3;
      rows.add(
          new Object[] {
            "batch_%022d".formatted(i),
            "team " + LONG,
            state,
            ending,
            lines,
            done,
            made,
            made + DAY,
            made + 9
          });
    }
    sql.batch(
        "insert into batches (id, team, state, ending, total, completed, created, expires, ended,"
            + " key_id, api, endpoint, input_file, output_life, metadata, headers, errors, failed, uncalled,"
            + " input_tokens, cached_tokens, output_tokens, reasoning_tokens, begun, finalizing,"
            + " cancelling) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'gone', 'openai', '/v1/embeddings', 'file-x',"
            + " 0, '{}', '{}', '[]', 0, 0, 1234567, 0, 0, 0, 0, 0, 0)",
        rows);
    keep(sql, LONG, "batch", 9 * GIB);
    keep(sql, LONG, "batch_output", 10 * GIB);
    keep(sql, "search", "batch_output", GIB / 3);
    return true;
  }

  private static void keep(Sql sql, String team, String purpose, long bytes) {
    sql.update(
        "insert into files (id, team, key_id, name, purpose, bytes, sha256, created, expires)"
            + " values (?, ?, 'gone', 'in.jsonl', ?, ?, '', 1780000000000, 9780000000000)",
        "file-" + team + purpose,
        "team " + team,
        purpose,
        bytes);
  }

  @Override
  public void close() {
    gateway.close();
    provider.close();
  }
}
