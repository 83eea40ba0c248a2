package dev.sluice.accounts.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only one of several processes may do.
class OwnersTest {
  private static final String TASK = "sweep";
  private static final Duration LONG = Duration.ofHours(1);
  private static final Owners ONE = new Owners("one");
  private static final Owners OTHER = new Owners("other");

  @TempDir private Path folder;

  @Test
  void one_has_a_task_and_when_it_was_replaced_it_changes_nothing() throws Exception {
    var url = new Secret(TestPostgres.database());
    var config = new StoreConfig(folder, Optional.of(url));
    try (Store store = Store.open(config, false)) {
      assertThat(take(store, ONE, LONG)).hasValue(1);
      assertThat(take(store, OTHER, LONG)).isEmpty();
      assertThat(take(store, ONE, Duration.ofMillis(-1))).hasValue(1);
      // Paused beyond its lease, and not replaced yet.
      assertThat(holds(store, ONE, 1)).isTrue();
      assertThat(take(store, OTHER, LONG)).hasValue(2);
      assertThat(holds(store, ONE, 1)).isFalse();
      assertThat(holds(store, OTHER, 2)).isTrue();
      assertThat(take(store, ONE, LONG)).isEmpty();
      assertThat(ofOthers(store, ONE)).containsExactly(TASK);
      assertThat(ofOthers(store, OTHER)).isEmpty();
      assertThat(keep(store, ONE, 1)).isFalse();
      assertThat(keep(store, OTHER, 2)).isTrue();
      boolean _ = store.await(store.write(sql -> released(sql, OTHER)));
      // Kept at the same time as it ended: nothing is left of it.
      assertThat(keep(store, OTHER, 2)).isFalse();
      assertThat(holds(store, OTHER, 2)).isFalse();
    }
  }

  private static OptionalLong take(Store store, Owners owners, Duration lease) throws Exception {
    return store.await(store.write(sql -> owners.take(sql, TASK, lease)));
  }

  private static boolean keep(Store store, Owners owners, long epoch) throws Exception {
    return store.await(store.write(sql -> owners.keep(sql, TASK, epoch, LONG)));
  }

  private static boolean released(Sql sql, Owners owners) {
    owners.release(sql, TASK, true);
    return true;
  }

  private static Set<String> ofOthers(Store store, Owners owners) throws Exception {
    return store.await(store.write(sql -> owners.ofOthers(sql, "swe")));
  }

  private static boolean holds(Store store, Owners owners, long epoch) throws Exception {
    return store.await(store.write(sql -> owners.holds(sql, TASK, epoch)));
  }
}
