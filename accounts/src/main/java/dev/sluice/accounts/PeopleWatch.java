package dev.sluice.accounts;

import dev.sluice.accounts.people.PeopleSnapshot;
import dev.sluice.accounts.people.PeopleSnapshot.Known;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The snapshot of people's sessions that holds, kept up to date with the store once somebody has
/// asked for it ([#begin]). Safe for any thread, loops too: a look-up reads memory alone.
public final class PeopleWatch {
  private final LongSupplier wall;
  private volatile PeopleSnapshot now = PeopleSnapshot.EMPTY;
  private volatile boolean begun;

  /// @param wall the wall clock, in milliseconds since 1970
  PeopleWatch(LongSupplier wall) {
    this.wall = wall;
  }

  /// Begins to follow the store, from its next look on. Without it nothing is read.
  public void begin() {
    begun = true;
  }

  /// Finds a session that holds now, by the SHA-256 of its secret in hexadecimal.
  public Optional<Known> session(String digest) {
    return now.session(digest, wall.getAsLong());
  }

  /// The person with an id, if it has a session or owns a key.
  public Optional<Person> person(String id) {
    return now.person(id);
  }

  /// Reads the sessions anew if they have changed. One at a time: the snapshot that is read last
  /// holds. Waits.
  synchronized void look(Store store) throws StoreException, InterruptedException {
    if (begun && store.read(PeopleTable::revision) != now.revision()) {
      now = store.read(sql -> PeopleTable.snapshot(sql, wall.getAsLong()));
    }
  }

  /// Reads the sessions after a change that is done, and leaves it to the next look where that
  /// fails.
  void lookAfterChange(Store store) throws InterruptedException {
    try {
      look(store);
    } catch (StoreException away) {
      // The change is made. The look a second finds out why the store is away, and tells it.
    }
  }
}
