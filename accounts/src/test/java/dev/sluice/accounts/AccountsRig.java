package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Accounts over a store, whose tables are there, at a time of the test's own.
public final class AccountsRig implements AutoCloseable {
  static final String ACTOR = "admin";

  final AtomicLong wall = new AtomicLong(1_000_000);
  public final Accounts accounts;

  public AccountsRig(StoreConfig config) throws StoreException, InterruptedException {
    accounts = Accounts.open(ReadyStores.ready(config), clock());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public long nanos() {
        return wall.get() * 1_000_000;
      }

      @Override
      public Instant wall() {
        return Instant.ofEpochMilli(wall.get());
      }
    };
  }

  void team(String name) throws Exception {
    accounts.changes().createTeam(ACTOR, name, BudgetTerms.NONE);
  }

  Issued key(String team, String name) throws Exception {
    return accounts.changes().createKey(ACTOR, newKey(team, name, 0));
  }

  static NewKey newKey(String team, String name, long expires) {
    return new NewKey(name, team, false, expires, KeyTerms.upTo(Band.INTERACTIVE));
  }

  KeyCheck check(Issued key) {
    return accounts.keys().check(key.secret().text());
  }

  @Override
  public void close() {
    accounts.close();
  }
}
