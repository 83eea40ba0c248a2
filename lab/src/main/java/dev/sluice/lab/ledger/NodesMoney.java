package dev.sluice.lab.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.ledger.ChangeTimes.ChangeTime;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.Folder;
import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.RedisProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Money and keys of four gateways at one store: a thousand callers spend one budget while gateways
/// are killed, and what is changed at one is tried at all.
public final class NodesMoney {
  private static final int DOLLARS = 3;
  private static final long BUDGET = DOLLARS * Money.DOLLAR;
  private static final double MOST_SPENT = 1.01;
  private static final int KILLS = 3;
  private static final long MOST_MS = 2_000;
  private static final long PATIENCE = Duration.ofMinutes(5).toNanos();
  private static final long LOOK_MS = 20;
  private static final String TEAM = "lab";

  private final StoredNodes nodes;
  private final BillingProvider provider;
  private final Consumer<String> out;

  private NodesMoney(StoredNodes nodes, BillingProvider provider, Consumer<String> out) {
    this.nodes = nodes;
    this.provider = provider;
    this.out = out;
  }

  /// Runs both.
  ///
  /// @param url the JDBC URL of an empty PostgreSQL database, in which the team and its keys stay
  /// @param out takes what was found, line by line
  /// @return whether all is as it must be
  public static boolean run(GatewayProgram program, String url, Consumer<String> out)
      throws IOException, InterruptedException {
    try {
      boolean spent = at(program, url, out, NodesMoney::spend);
      boolean changed = at(program, url, out, NodesMoney::change);
      return spent && changed;
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// One of the two.
  @FunctionalInterface
  private interface Part {
    boolean holds(NodesMoney lab) throws IOException, InterruptedException, StoreException;
  }

  private static boolean at(GatewayProgram program, String url, Consumer<String> out, Part part)
      throws IOException, InterruptedException, StoreException {
    try (var folder = Folder.create("sluice-nodes-money");
        var provider = new BillingProvider();
        var redis = new RedisProcess(FreePort.find(), folder.path(), List.of());
        var nodes = new StoredNodes(program, folder.path(), url, redis.port(), provider.port())) {
      return part.holds(new NodesMoney(nodes, provider, out));
    }
  }

  /// Changes keys, people, teams and the configuration at one node, and looks when all know it.
  private boolean change() throws IOException, InterruptedException, StoreException {
    boolean all = true;
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Accounts accounts = Accounts.open(nodes.besideThem(), Clock.SYSTEM);
        var changes = new NodeChanges(nodes, accounts, TEAM)) {
      var times = new ChangeTimes(nodes, http);
      for (NodeChange change : changes.all()) {
        all &= tell(change, times.of(change));
      }
    }
    return all;
  }

  private boolean tell(NodeChange change, List<ChangeTime> times) {
    long late = times.stream().filter(time -> time.holds() > MOST_MS).count();
    ChangeTime last = Collections.max(times, Comparator.comparingLong(ChangeTime::holds));
    out.accept(
        "%-36s %d times, at all nodes after %d ms at most, of which the change itself took %d, %d later than %d ms"
            .formatted(change.name(), times.size(), last.holds(), last.made(), late, MOST_MS));
    return late == 0;
  }

  private boolean spend() throws IOException, InterruptedException, StoreException {
    JsonNode key;
    try (AdminView admin = nodes.admin(0)) {
      JsonNode _ = admin.post("/admin/v1/teams", "{\"name\": \"" + TEAM + "\"}");
      String budget = "\"budgets\": [\"%dUSD/total\"]".formatted(DOLLARS);
      String body = "{\"name\": \"spender\", \"team\": \"%s\", %s}".formatted(TEAM, budget);
      key = admin.post("/admin/v1/keys", body);
    }
    var callers = new BudgetCallers(nodes, key.path("secret").asText());
    try (callers) {
      kill();
      awaitEnd(callers);
    }
    nodes.end();
    return tell(callers, key.path("key").path("id").asText());
  }

  /// Kills a node at each quarter of the budget, and starts another one on its files.
  private void kill() throws IOException, InterruptedException {
    for (int i = 1; i <= KILLS; i++) {
      long until = System.nanoTime() + PATIENCE;
      while (billed() < i * BUDGET / (KILLS + 1) && System.nanoTime() - until < 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
      nodes.at(i).kill();
      nodes.start(i);
    }
  }

  private static void awaitEnd(BudgetCallers callers) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE;
    while (!callers.isOver() && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  /// What the provider has billed so far, in nano-dollars.
  private long billed() {
    return provider.billed().values().stream().mapToLong(BillingProvider::nanos).sum();
  }

  private boolean tell(BudgetCallers callers, String key)
      throws StoreException, InterruptedException {
    double part = (double) billed() / BUDGET;
    LedgerCheck check =
        LedgerCheck.of(nodes.store(), List.of(key), provider.billed(), callers.answered());
    out.accept(
        "one budget, four nodes               %d callers, %d kills: %.2f %% of it billed, at most 101 %%"
            .formatted(BudgetCallers.CALLERS, KILLS, 100 * part));
    out.accept(
        "billed                               %d calls: %s"
            .formatted(check.billed(), check.faults()));
    return callers.isOver()
        && part <= MOST_SPENT
        && check.holds((long) KILLS * BudgetCallers.CALLERS);
  }
}
