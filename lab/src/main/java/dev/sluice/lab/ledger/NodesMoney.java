package dev.sluice.lab.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.Folder;
import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.RedisProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Money and keys of four gateways at one store: a thousand callers spend one budget while gateways
/// are killed, and keys that are revoked at one are tried at all.
public final class NodesMoney {
  private static final int DOLLARS = 3;
  private static final long BUDGET = DOLLARS * Money.DOLLAR;
  private static final double MOST_SPENT = 1.01;
  private static final int KILLS = 3;
  private static final int KEYS = 100;
  private static final long MOST_MS = 2_000;
  private static final long PATIENCE = Duration.ofMinutes(5).toNanos();
  private static final long LOOK_MS = 20;
  private static final String TEAM = "lab";

  private final StoredNodes nodes;
  private final BillingProvider provider;
  private final PrintStream out;

  private NodesMoney(StoredNodes nodes, BillingProvider provider, PrintStream out) {
    this.nodes = nodes;
    this.provider = provider;
    this.out = out;
  }

  /// Runs both, and prints what was found.
  ///
  /// @param url the JDBC URL of an empty PostgreSQL database, in which the team and its keys stay
  /// @return whether all is as it must be
  public static boolean run(GatewayProgram program, String url, PrintStream out)
      throws IOException, InterruptedException {
    try {
      boolean spent = at(program, url, out, NodesMoney::spend);
      boolean revoked = at(program, url, out, NodesMoney::revoke);
      return spent && revoked;
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// One of the two.
  @FunctionalInterface
  private interface Part {
    boolean holds(NodesMoney lab) throws IOException, InterruptedException, StoreException;
  }

  private static boolean at(GatewayProgram program, String url, PrintStream out, Part part)
      throws IOException, InterruptedException, StoreException {
    try (var folder = Folder.create("sluice-nodes-money");
        var provider = new BillingProvider();
        var redis = new RedisProcess(FreePort.find(), folder.path(), List.of());
        var nodes = new StoredNodes(program, folder.path(), url, redis.port(), provider.port())) {
      return part.holds(new NodesMoney(nodes, provider, out));
    }
  }

  private boolean revoke() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<Long> times = new Revocations(nodes, http, TEAM).times(KEYS);
      long late = times.stream().filter(time -> time > MOST_MS).count();
      out.println(
          "revoked at one node      %d keys, refused at all after %d ms at most, %d later than %d ms"
              .formatted(KEYS, Collections.max(times), late, MOST_MS));
      return late == 0;
    }
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
    out.println(
        "one budget, four nodes   %d callers, %d kills: %.2f %% of it billed, at most 101 %%"
            .formatted(BudgetCallers.CALLERS, KILLS, 100 * part));
    out.println("billed                   %d calls: %s".formatted(check.billed(), check.faults()));
    return callers.isOver()
        && part <= MOST_SPENT
        && check.holds((long) KILLS * BudgetCallers.CALLERS);
  }
}
