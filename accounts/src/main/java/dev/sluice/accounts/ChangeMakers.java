package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.Committer;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import java.security.SecureRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// What changes the accounts of a store.
record ChangeMakers(AccountChanges accounts, PeopleChanges people, Forgetting forgetting) {

  /// Makes them.
  ///
  /// @param committer commits each change
  static ChangeMakers of(Committer committer, Clock clock) {
    LongSupplier wall = () -> clock.wall().toEpochMilli();
    var random = new SecureRandom();
    return new ChangeMakers(
        new AccountChanges(committer, wall, random),
        new PeopleChanges(inTurn(committer), wall, random),
        new Forgetting(committer, wall, random));
  }

  /// Commits changes of people one after the other, also those of other processes: a login and a
  /// deactivation at the same time would else both go by what there was.
  private static Committer inTurn(Committer committer) {
    return new Committer() {
      @Override
      public <T> T commit(Function<Sql, T> change) throws StoreException, InterruptedException {
        return committer.commit(
            sql -> {
              PeopleTable.lock(sql);
              return change.apply(sql);
            });
      }
    };
  }
}
