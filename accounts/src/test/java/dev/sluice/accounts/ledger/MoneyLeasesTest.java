package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.attack.MoneyGame;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several gateways that spend from one budget, by leases in PostgreSQL.
class MoneyLeasesTest {
  private static final int NODES = 4;
  private static final int CALLERS = Integer.getInteger("money.callers", 100);
  private static final Duration AGAIN = Duration.ofMillis(20);

  @TempDir private Path folder;

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
    String url = TestPostgres.database();
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

  /// Others have their turn while a call is under way. A caller who is refused for now asks again
  /// until it has an answer for good.
  private static long call(SharedNode node, Random random) {
    long spent = 0;
    while (true) {
      switch (asksUntilDecided(node)) {
        case Payer.Accepted(var payment) -> {
          for (int others = random.nextInt(3); others > 0; others--) {
            Thread.yield();
          }
          long input = Math.round(2_000 * (0.95 + 0.1 * random.nextDouble()));
          long output = Math.min(1_000, 1 + (long) Math.exp(4.9 + 0.9 * random.nextGaussian()));
          SharedNode.settle(payment, input, output);
          spent += input * 1_000 + output * 10_000;
        }
        case Payer.Refused _ -> {
          return spent;
        }
      }
    }
  }

  private static Payer.Decision asksUntilDecided(SharedNode node) {
    return asksUntilDecided(node::reserve);
  }

  /// A call waits but half a second for a lease.
  private static Payer.Decision asksUntilDecided(Supplier<Payer.Decision> reserve) {
    Payer.Decision first = reserve.get();
    return isForNow(first)
        ? soon().pollInterval(AGAIN).until(reserve::get, decision -> !isForNow(decision))
        : first;
  }

  private static boolean isForNow(Payer.Decision decision) {
    return decision instanceof Payer.Refused(Failed.LimitReached(var limit, _, _))
        && limit == Failed.Limit.BUDGET_IN_USE;
  }

  @Test
  void without_the_database_a_node_spends_its_lease_and_then_refuses_for_now() throws Exception {
    with(
        2,
        dollars(20, false),
        nodes -> {
          SharedNode node = nodes.getFirst();
          for (int i = 0; i < 20; i++) {
            SharedNode.settle(accepted(asksUntilDecided(node)), 2_000, 100);
          }
          node.takeStore();
          Payer.Decision last = node.reserve();
          for (int i = 0; i < 1_000 && last instanceof Payer.Accepted; i++) {
            last = node.reserve();
          }
          assertThat(limit(last)).isEqualTo(Failed.Limit.BUDGET_IN_USE);
          assertThat(node.status().spent()).isLessThan(Money.DOLLAR);
          assertThat(asksUntilDecided(nodes.getLast())).isInstanceOf(Payer.Accepted.class);
          node.giveStore();
          soon().until(() -> node.reserve() instanceof Payer.Accepted);
        });
  }

  @Test
  void a_store_that_is_away_keeps_no_call_waiting() throws Exception {
    with(
        1,
        dollars(20, false),
        nodes -> {
          SharedNode node = nodes.getFirst();
          Payer.Payment _ = accepted(asksUntilDecided(node));
          node.takeStore();
          soon().until(() -> node.reserve() instanceof Payer.Refused);
          long before = System.nanoTime();
          for (int i = 0; i < 1_000; i++) {
            Payer.Decision _ = node.reserve();
          }
          assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
          assertThat(limit(node.reserve())).isEqualTo(Failed.Limit.BUDGET_IN_USE);
        });
  }

  /// What was under way when it died counts until its journal is read: then what it has set aside.
  @Test
  void a_node_that_dies_counts_by_its_lease_and_then_by_its_journal() throws Exception {
    String url = TestPostgres.database();
    Budget budget = dollars(20, false);
    try (SharedNode other = new SharedNode(config(url, 1), LedgerRig.NOON, budget);
        SharedNode dead = new SharedNode(config(url, 0), LedgerRig.NOON, budget)) {
      for (int i = 0; i < 10; i++) {
        SharedNode.settle(accepted(asksUntilDecided(dead)), 2_000, 100);
      }
      Payer.Payment _ = accepted(asksUntilDecided(dead));
      long spent = dead.status().spent();
      long aside = dead.status().setAside();
      assertThat(aside).isPositive();
      soon().until(() -> leased(other, "likely", "min") >= spent + aside);
      soon().until(() -> leased(other, "spent", "min") >= spent);
      dead.takeStore();
      copy(folder.resolve("node-0/journal"), folder.resolve("node-2/journal"));
      SharedNode.settle(accepted(asksUntilDecided(other)), 2_000, 100);
      assertThat(other.status().spent()).isEqualTo(spent + 3_000_000);
      try (SharedNode again = new SharedNode(config(url, 2), LedgerRig.NOON, budget)) {
        SharedNode.settle(accepted(asksUntilDecided(again)), 2_000, 100);
        // All that the last renewal had not seen is in the journal; what it had may be in both.
        assertThat(again.status().spent())
            .isBetween(spent + aside + 6_000_000, 2 * spent + aside + 6_000_000);
        assertThat(leased(other, "spent", "count")).isEqualTo(2);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void a_node_that_leaves_gives_back_and_what_it_has_spent_stays() throws Exception {
    String url = TestPostgres.database();
    Budget budget = dollars(1, true);
    try (SharedNode other = new SharedNode(config(url, 1), LedgerRig.NOON, budget)) {
      try (SharedNode leaves = new SharedNode(config(url, 0), LedgerRig.NOON, budget)) {
        SharedNode.settle(accepted(asksUntilDecided(leaves)), 2_000, 100);
      }
      assertThat(leased(other, "spent", "count")).isZero();
      SharedNode.settle(accepted(asksUntilDecided(other)), 2_000, 100);
      assertThat(other.status().spent()).isEqualTo(6_000_000);
      try (SharedNode again = new SharedNode(config(url, 0), LedgerRig.NOON, budget)) {
        SharedNode.settle(accepted(asksUntilDecided(again)), 2_000, 100);
        assertThat(again.status().spent()).isEqualTo(9_000_000);
      }
    }
  }

  @Test
  void one_large_call_is_under_way_at_a_time_and_the_next_one_follows() throws Exception {
    with(
        2,
        new Budget(Money.DOLLAR, Period.MONTH, false),
        nodes -> {
          Payer.Payment first = accepted(asksUntilDecided(() -> nodes.getFirst().reserve("dear")));
          assertThat(limit(nodes.getLast().reserve("dear"))).isEqualTo(Failed.Limit.BUDGET_IN_USE);
          SharedNode.settle(first, 2_000, 100);
          soon().until(() -> nodes.getLast().reserve("dear") instanceof Payer.Accepted);
        });
  }

  @Test
  void a_new_window_begins_on_all_nodes() throws Exception {
    with(
        2,
        dollars(1, true),
        nodes -> {
          assertThat(spend(nodes)).isBetween(970_000_000L, 1_010_000_000L);
          nodes.forEach(node -> node.setWall(LedgerRig.NOON.plus(Duration.ofDays(31))));
          for (SharedNode node : nodes) {
            Payer.Payment _ = accepted(asksUntilDecided(node));
          }
        });
  }

  @Test
  void an_owner_is_warned_once_by_all_nodes() throws Exception {
    with(
        2,
        dollars(1, true),
        nodes -> {
          long _ = spend(nodes);
          soon().until(() -> told(nodes, "exhausted") == 1);
          assertThat(told(nodes, "warned")).isLessThanOrEqualTo(1);
        });
  }

  /// The owner of a key that tries everything, now at one node and now at another: one percent of
  /// what may be spent is the most that this gains over one gateway.
  @Test
  void an_adversary_that_goes_from_node_to_node_passes_no_budget() throws Exception {
    long rounds = Long.getLong("money.rounds", 1);
    for (long seed = 0; seed < rounds; seed++) {
      var config = config(TestPostgres.database(), 0);
      try (Store store = Store.open(config, false)) {
        List<MoneyLeases> leases = new ArrayList<>();
        String of = "-" + seed;
        MoneyGame.Result result =
            MoneyGame.play(seed, NODES, budgets -> share(leases, budgets, store, of));
        leases.forEach(MoneyLeases::close);
        double alone = Math.max(1, MoneyGame.play(seed, 1, _ -> {}).over());
        assertThat(result.over()).as("seed %d", seed).isLessThanOrEqualTo(alone + 0.01);
        assertThat(result.refused()).as("seed %d", seed).isLessThanOrEqualTo(2);
      }
    }
  }

  private static void share(List<MoneyLeases> leases, Budgets budgets, Store store, String suffix) {
    var share =
        new MoneyLeases(
            leases.size() + suffix,
            ZoneOffset.UTC,
            () -> Optional.of(store),
            () -> JournalPlace.START,
            () -> true,
            Clock.SYSTEM);
    leases.add(share);
    budgets.share(share);
    share.begin();
  }

  private static long told(List<SharedNode> nodes, String what) {
    return nodes.stream().flatMap(node -> node.told.stream()).filter(what::equals).count();
  }

  private static Payer.Payment accepted(Payer.Decision decision) {
    return switch (decision) {
      case Payer.Accepted(var payment) -> payment;
      case Payer.Refused(var why) -> throw new AssertionError(why);
    };
  }

  private static Failed.Limit limit(Payer.Decision decision) {
    return switch (decision) {
      case Payer.Refused(Failed.LimitReached(var limit, _, _)) -> limit;
      default -> throw new AssertionError(decision);
    };
  }

  private static long leased(SharedNode by, String column, String function) throws Exception {
    return by.store()
        .read(
            sql ->
                sql.query(
                        "select coalesce(%s(%s), 0)::bigint as n from money_leases"
                            .formatted(function, column),
                        row -> row.number("n"))
                    .getFirst());
  }
}
