package dev.sluice.lab.overhead;

import dev.sluice.accounts.AccountChanges;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.ChangeRefused;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/// The keys that guesses show, from nonsense to a key that was good once.
final class WrongKeys {
  private static final String ACTOR = "lab";
  private static final String TEAM = "guessed";

  private WrongKeys() {}

  /// Returns a wrong key of each kind: without the form of a key, with wrong check digits, of an id
  /// that there is not, of an id that there is with another secret, and revoked. A new store has
  /// the last two.
  static List<String> of(Path store) throws IOException, InterruptedException {
    RandomGenerator random = new Random(1);
    try (Accounts accounts = Accounts.open(StoreConfig.in(store), Clock.SYSTEM)) {
      AccountChanges changes = accounts.changes();
      changes.createTeam(ACTOR, TEAM, BudgetTerms.NONE);
      String id = changes.createKey(ACTOR, key("known")).key().id();
      AccountChanges.Issued revoked = changes.createKey(ACTOR, key("revoked"));
      changes.revokeKey(ACTOR, revoked.key().id(), false);
      return List.of(
          "sk-" + "nonsense".repeat(6),
          mistyped(KeySecret.of(id, random).text()),
          KeySecret.of(KeySecret.newId(random), random).text(),
          KeySecret.of(id, random).text(),
          revoked.secret().text());
    } catch (StoreException | ChangeRefused e) {
      throw new IOException("the store of the measured gateway cannot be prepared", e);
    }
  }

  private static NewKey key(String name) {
    return new NewKey(name, TEAM, false, 0, KeyTerms.upTo(Band.INTERACTIVE));
  }

  /// Returns a secret with another last digit.
  private static String mistyped(String secret) {
    int last = secret.length() - 1;
    return secret.substring(0, last) + (secret.charAt(last) == '0' ? '1' : '0');
  }
}
