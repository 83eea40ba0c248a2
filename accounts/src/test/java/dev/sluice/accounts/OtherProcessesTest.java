package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreListener;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What processes that share a PostgreSQL database tell each other, where nobody looks by itself:
/// beside the look a second it is what makes a change hold at all of them within two.
class OtherProcessesTest {
  private static final String LOOK = "look";

  @TempDir private Path folder;
  private final LinkedBlockingQueue<String> looks = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> orders = new LinkedBlockingQueue<>();

  private static String next(LinkedBlockingQueue<String> of) throws InterruptedException {
    return String.valueOf(of.poll(30, TimeUnit.SECONDS));
  }

  private static boolean change(Sql sql) {
    OtherProcesses.tell(sql);
    return true;
  }

  @Test
  void a_change_of_another_process_is_looked_at_when_it_is_committed() throws Exception {
    var config = new StoreConfig(folder, Optional.of(new Secret(TestPostgres.database())));
    try (Store store = Store.open(config, false);
        var others = new OtherProcesses(() -> looks.add(LOOK))) {
      others.listen(config, orders::add);
      assertThat(next(looks)).isEqualTo(LOOK);
      assertThat(next(orders)).isEmpty();
      for (int i = 0; i < 3; i++) {
        boolean _ = store.await(store.write(OtherProcessesTest::change));
        assertThat(next(looks)).isEqualTo(LOOK);
      }
      boolean _ = store.await(store.write(sql -> StoreListener.tell(sql, "order 7")));
      assertThat(next(orders)).isEqualTo("order 7");
      assertThat(looks).isEmpty();
    }
  }
}
