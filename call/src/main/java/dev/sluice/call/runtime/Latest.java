package dev.sluice.call.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The last things of a kind: each that is added takes the place of the oldest. Safe for any
/// thread; adding neither locks nor waits.
public final class Latest<T> {
  private final AtomicReferenceArray<T> things;
  private final AtomicLong added = new AtomicLong();

  /// Makes a place for so many things.
  public Latest(int size) {
    things = new AtomicReferenceArray<>(size);
  }

  /// Adds one, and forgets the oldest where there are too many.
  public void add(T thing) {
    long number = added.getAndIncrement();
    things.setRelease((int) (number % things.length()), thing);
  }

  /// Returns those that are there, the newest first; a new list for each reader.
  public List<T> newestFirst() {
    long last = added.get();
    var found = new ArrayList<T>();
    for (long number = last - 1; number >= Math.max(0, last - things.length()); number--) {
      T thing = things.getAcquire((int) (number % things.length()));
      if (thing != null) {
        found.add(thing);
      }
    }
    return found;
  }
}
