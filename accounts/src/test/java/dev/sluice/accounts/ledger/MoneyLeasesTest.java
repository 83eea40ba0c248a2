package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.config.provider.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several gateways that spend from one budget, by leases in PostgreSQL.
class MoneyLeasesTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int NODES = 4;
  private static final int CALLERS = Integer.getInteger("money.callers", 100);
  private static EmbeddedPostgres postgres;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  private static String database() throws Exception {
    String name = "money" + NUMBER.incrementAndGet();
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return postgres.getJdbcUrl("postgres", name);
  }

  private StoreConfig config(String url, int node) {
    return new StoreConfig(folder.resolve("node-" + node), Optional.of(new Secret(url)));
  }

  private static Budget dollars(long dollars, boolean strict) {
    return new Budget(dollars * Money.DOLLAR, Period.MONTH, strict);
  }

  private interface Trial {
    void with(List<SharedNode> nodes) throws Exception;
  }

  private void with(int count, Budget budget, Trial trial) throws Exception {
    String url = database();
    List<SharedNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        nodes.add(new SharedNode(config(url, i), LedgerRig.NOON, budget));
      }
      trial.with(nodes);
    } finally {
      nodes.forEach(SharedNode::close);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_thousand_callers_at_four_nodes_use_a_budget_up_and_hardly_pass_it(boolean strict)
      throws Exception {
    with(
        NODES,
        dollars(4, strict),
        nodes -> {
          long spent = spend(nodes);
          assertThat(spent / (4.0 * Money.DOLLAR)).isBetween(0.97, 1.01);
          // Each node knows what all have spent.
          for (SharedNode node : nodes) {
            assertThat(node.reserve()).isInstanceOf(Payer.Refused.class);
          }
        });
  }

  /// Calls from all nodes until each caller is refused for good.
  private static long spend(List<SharedNode> nodes) throws Exception {
    var together = new CyclicBarrier(CALLERS);
    List<Future<Long>> callers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        SharedNode node = nodes.get(i % nodes.size());
        int seed = i;
        callers.add(
            threads.submit(
                () -> {
                  together.await();
                  return call(node, new Random(seed));
                }));
      }
      long spent = 0;
      for (Future<Long> caller : callers) {
        spent += caller.get();
      }
      return spent;
    }
  }

  private static long call(SharedNode node, Random random) throws Exception {
    long spent = 0;
    while (true) {
      switch (node.reserve()) {
        case Payer.Accepted(var payment) -> {
          Thread.sleep(random.nextInt(3));
          long input = Math.round(2_000 * (0.95 + 0.1 * random.nextDouble()));
          long output = Math.min(1_000, 1 + (long) Math.exp(4.9 + 0.9 * random.nextGaussian()));
          SharedNode.settle(payment, input, output);
          spent += input * 1_000 + output * 10_000;
        }
        case Payer.Refused(Failed.LimitReached(var limit, _, _))
            when limit == Failed.Limit.BUDGET_IN_USE ->
            Thread.sleep(20);
        case Payer.Refused _ -> {
          return spent;
        }
      }
    }
  }
}
