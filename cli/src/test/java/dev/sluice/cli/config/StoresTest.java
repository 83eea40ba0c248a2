package dev.sluice.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.runtime.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a start with a store finds on the disk.
class StoresTest {
  @TempDir private Path folder;

  /// What a start tells of its ledger.
  private List<String> notices() throws Exception {
    Stores.Opened opened =
        Stores.open(Optional.of(StoreConfig.in(folder)), ZoneOffset.UTC).await().orElseThrow();
    try {
      return opened.ledger().notices();
    } finally {
      opened.ledger().close();
      opened.accounts().close();
    }
  }

  /// A start that is killed between the copy of the keys and the journal leaves the one without the
  /// other, and so does an import of keys before the first start.
  @Test
  void a_journal_that_no_start_has_made_is_not_missed() throws Exception {
    Accounts.open(StoreConfig.in(folder), Clock.SYSTEM).close();
    assertThat(folder.resolve(KeyCopy.FILE)).exists();
    assertThat(notices()).isEmpty();
  }

  @Test
  void a_journal_that_was_moved_away_is_missed() throws Exception {
    assertThat(notices()).isEmpty();
    Files.move(LedgerConfig.journal(folder), folder.resolve("elsewhere"));
    assertThat(notices()).singleElement().asString().contains("was removed");
  }
}
