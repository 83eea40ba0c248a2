package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.Committer;
import dev.sluice.call.runtime.Clock;
import java.security.SecureRandom;
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
        new PeopleChanges(committer, wall, random),
        new Forgetting(committer, wall, random));
  }
}
