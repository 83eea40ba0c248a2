package dev.sluice.accounts.nodes;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.AccountsRig;
import dev.sluice.accounts.nodes.Order.State;
import dev.sluice.accounts.nodes.Order.Step;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.accounts.store.Work;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes of two clusters at one PostgreSQL.
class NodesTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  @TempDir private Path folder;
  private String url = "";
  private final List<AccountsRig> rigs = new ArrayList<>();
  private final List<Nodes> nodes = new ArrayList<>();
  private final List<String> reloaded = new CopyOnWriteArrayList<>();
  private final List<String> refuses = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws SQLException {
    url = TestPostgres.database();
  }

  @AfterEach
  void end() {
    nodes.forEach(Nodes::close);
    rigs.forEach(AccountsRig::close);
  }

  private StoreConfig config(String name) {
    return new StoreConfig(folder.resolve(name), Optional.of(new Secret(url)));
  }

  private void node(String cluster, String name) throws Exception {
    var rig = new AccountsRig(config(name));
    rigs.add(rig);
    nodes.add(
        new Nodes(
            rig.accounts,
            new Nodes.Self(cluster, "id-" + name, name, "1"),
            () -> "{\"mode\":\"leased\"}",
            () -> {
              reloaded.add(name);
              return refuses.contains(name) ? List.of("line 1: no") : List.of();
            }));
  }

  @Test
  void nodes_see_each_other_and_reload_one_after_another_up_to_the_first_that_refuses()
      throws Exception {
    for (String name : NAMES) {
      node("one", name);
    }
    node("other", "d");
    nodes.forEach(Nodes::begin);
    Nodes one = nodes.getFirst();
    Nodes foreign = nodes.getLast();
    soon().until(() -> one.all().size() == NAMES.size() && foreign.all().size() == 1);
    assertThat(one.all()).allMatch(NodeInfo::isThere).extracting(NodeInfo::name).isEqualTo(NAMES);

    long all = nodes.get(2).reload("admin");
    soon().until(() -> one.order(all).orElseThrow().isOver());
    assertThat(one.order(all).orElseThrow().isDone()).isTrue();
    assertThat(foreign.order(all)).isEmpty();
    assertThat(reloaded).isEqualTo(NAMES);

    refuses.add("b");
    long half = one.reload("admin");
    soon().until(() -> one.order(half).orElseThrow().isOver());
    assertThat(one.order(half).orElseThrow().steps())
        .extracting(Step::state)
        .containsExactly(State.DONE, State.REFUSED, State.LEFT);
    assertThat(one.order(half).orElseThrow().steps().get(1).detail()).isEqualTo("line 1: no");

    nodes.get(2).close();
    assertThat(one.all()).extracting(NodeInfo::name).containsExactly("a", "b");
    assertThat(one.order(999)).isEmpty();
  }

  @Test
  void an_order_begins_when_the_one_before_is_over_and_its_nodes_have_their_time_from_then_on()
      throws Exception {
    try (Store store = Store.open(config("e"), false)) {
      var first = new OrderTable("third", "id-e");
      var second = new OrderTable("third", "id-f");
      int _ = run(store, sql -> there(sql, first) + there(sql, second));
      long one = run(store, sql -> first.add(sql, "reload", "admin"));
      long two = run(store, sql -> first.add(sql, "reload", "admin"));
      assertThat(run(store, first::next)).contains(one);
      assertThat(isEnded(store, first, one)).isTrue();
      assertThat(run(store, first::next)).isEmpty();
      assertThat(run(store, second::next)).contains(one);
      int _ =
          run(store, sql -> sql.update("update order_steps set at = 0 where order_id = ?", two));
      assertThat(isEnded(store, second, one)).isTrue();
      assertThat(run(store, second::next)).isEmpty();
      assertThat(run(store, first::next)).contains(two);
    }
  }

  private static int there(Sql sql, OrderTable of) {
    return sql.update(
        "insert into cluster_nodes (id, cluster, name, version, started, beat, view) values (?, ?, ?, '1', 0, 9000000000000, '')",
        of.node(),
        of.cluster(),
        of.node());
  }

  private static boolean isEnded(Store store, OrderTable of, long order) throws Exception {
    return run(store, sql -> of.end(sql, order, Optional.empty()));
  }

  private static <T> T run(Store store, Work<T> work) throws Exception {
    return store.await(store.lease(work));
  }
}
