package dev.sluice.lab.hostile;

import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/// The key of an honest client in a store.
final class HonestKey {
  private static final String NAME = "honest";

  private HonestKey() {}

  /// Makes a store with a key, before the gateway starts.
  ///
  /// @return the secret
  static String in(Path folder) throws IOException {
    try (Accounts accounts = Accounts.open(StoreConfig.in(folder.resolve("data")), Clock.SYSTEM)) {
      accounts.changes().createTeam(NAME, NAME, BudgetTerms.NONE);
      var key = new NewKey(NAME, NAME, false, 0, KeyTerms.upTo(Band.INTERACTIVE));
      return accounts.changes().createKey(NAME, key).secret().text();
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// A key of the right form that no store has.
  public static String stranger() {
    var random = new SecureRandom();
    return KeySecret.of(KeySecret.newId(random), random).text();
  }
}
