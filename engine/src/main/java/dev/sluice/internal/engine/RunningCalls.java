package dev.sluice.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The calls that are under way, each in a slot of its own, in tables of which each is twice as
/// large as the one before and is made when no free slot was found in the earlier ones. Safe for
/// any thread, without a lock: loops add what their own calls' threads remove, and a thread that
/// waits for a lock needs its loop to be given it.
final class RunningCalls {
  private static final int FIRST = 256;
  private static final int TABLES = 16;

  /// How many slots of a table are looked at.
  private static final int LOOKS = 8;

  /// The golden ratio: one call's slot is far from the next one's (Knuth, Fibonacci hashing).
  private static final int SPREAD = 0x9E3779B9;

  private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable CallTask>> tables =
      new AtomicReferenceArray<>(TABLES);
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger added = new AtomicInteger();

  /// Adds a call.
  ///
  /// @return the call's place, for [#remove]
  int add(CallTask task) {
    count.incrementAndGet();
    int hash = added.getAndIncrement() * SPREAD;
    while (true) {
      for (int i = 0; i < TABLES; i++) {
        int slot = take(table(i), hash, task);
        if (slot >= 0) {
          return start(i) + slot;
        }
      }
    }
  }

  /// Removes the call at `place`.
  void remove(int place) {
    int table = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(place / FIRST + 1);
    table(table).setRelease(place - start(table), null);
    count.decrementAndGet();
  }

  int size() {
    return count.get();
  }

  boolean isEmpty() {
    return size() == 0;
  }

  /// Passes each call to `action` that is under way meanwhile.
  void forEach(Consumer<CallTask> action) {
    for (int i = 0; i < TABLES; i++) {
      var table = tables.get(i);
      for (int slot = 0; table != null && slot < table.length(); slot++) {
        CallTask task = table.get(slot);
        if (task != null) {
          action.accept(task);
        }
      }
    }
  }

  /// Puts `task` into a free slot, searching from where the top bits of `hash` say. Returns the
  /// slot; -1 where none was found free.
  private static int take(AtomicReferenceArray<@Nullable CallTask> table, int hash, CallTask task) {
    int first = hash >>> Integer.numberOfLeadingZeros(table.length() - 1);
    for (int look = 0; look < LOOKS; look++) {
      int slot = (first + look) & (table.length() - 1);
      if (table.getPlain(slot) == null && table.compareAndSet(slot, null, task)) {
        return slot;
      }
    }
    return -1;
  }

  private AtomicReferenceArray<@Nullable CallTask> table(int index) {
    var known = tables.get(index);
    if (known != null) {
      return known;
    }
    var fresh = new AtomicReferenceArray<@Nullable CallTask>(FIRST << index);
    var other = tables.compareAndExchange(index, null, fresh);
    return other == null ? fresh : other;
  }

  /// Returns the place of the first slot of a table: the sum of the sizes of the tables before.
  private static int start(int table) {
    return (FIRST << table) - FIRST;
  }
}
