package dev.sluice.accounts.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.AccountsRig;
import dev.sluice.accounts.nodes.Order.State;
import dev.sluice.accounts.nodes.Order.Step;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.config.provider.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes at one PostgreSQL.
class NodesTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  @TempDir private Path folder;

  @Test
  void nodes_see_each_other_and_reload_one_after_another_up_to_the_first_that_refuses()
      throws Exception {
    List<AccountsRig> rigs = new ArrayList<>();
    List<Nodes> nodes = new ArrayList<>();
    List<String> reloaded = new CopyOnWriteArrayList<>();
    List<String> refuses = new CopyOnWriteArrayList<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      for (String name : NAMES) {
        var config = new StoreConfig(folder.resolve(name), Optional.of(new Secret(url)));
        var rig = new AccountsRig(config);
        rigs.add(rig);
        var self = new Nodes.Self("id-" + name, name, "1");
        nodes.add(
            new Nodes(
                rig.accounts,
                self,
                () -> "{\"mode\":\"leased\"}",
                () -> {
                  reloaded.add(name);
                  return refuses.contains(name) ? List.of("line 1: no") : List.of();
                }));
      }
      nodes.forEach(Nodes::begin);
      Nodes one = nodes.getFirst();
      await(() -> one.all().size() == NAMES.size());
      assertThat(one.all()).allMatch(Node::isThere).extracting(Node::name).isEqualTo(NAMES);

      long all = nodes.getLast().reload("admin");
      await(() -> one.order(all).orElseThrow().isOver());
      assertThat(one.order(all).orElseThrow().isDone()).isTrue();
      assertThat(reloaded).isEqualTo(NAMES);

      refuses.add("b");
      long half = one.reload("admin");
      await(() -> one.order(half).orElseThrow().isOver());
      assertThat(one.order(half).orElseThrow().steps())
          .extracting(Step::state)
          .containsExactly(State.DONE, State.REFUSED, State.LEFT);
      assertThat(one.order(half).orElseThrow().steps().get(1).detail()).isEqualTo("line 1: no");

      nodes.getLast().close();
      assertThat(one.all()).extracting(Node::name).containsExactly("a", "b");
      assertThat(one.order(999)).isEmpty();
    } finally {
      nodes.forEach(Nodes::close);
      rigs.forEach(AccountsRig::close);
    }
  }

  private static void await(Callable<Boolean> what) throws Exception {
    long until = System.nanoTime() + 60_000_000_000L;
    while (!what.call()) {
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.onSpinWait();
    }
  }
}
