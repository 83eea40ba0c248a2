package dev.sluice.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The script: what becomes of the calls to come.
///
/// What a class has scripted holds for each of its tests anew: a scope begins with a copy of what
/// is around it. Safe for any number of threads.
final class Playbook {
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Deque<Scope> scopes = new ArrayDeque<>(List.of(new Scope(List.of(), true)));

  /// What holds for a class or a test.
  private static final class Scope {
    private final List<Entry> entries;
    private boolean strict;

    Scope(List<Entry> entries, boolean strict) {
      this.entries = new ArrayList<>(entries);
      this.strict = strict;
    }
  }

  void add(Entry entry) {
    synchronized (lock) {
      scopes.element().entries.add(entry);
    }
  }

  /// Lets calls be that no entry is for.
  void lenient() {
    synchronized (lock) {
      scopes.element().strict = false;
    }
  }

  /// Whether a call that no entry is for fails the test.
  boolean isStrict() {
    synchronized (lock) {
      return scopes.element().strict;
    }
  }

  /// Takes the entry for a call: one that was not used before one that stands, and of either kind
  /// one with a condition first. Of several the oldest is used, and of those that stand the newest.
  /// Returns null if there is none.
  @Nullable Entry take(SentCall call) {
    synchronized (lock) {
      List<Entry> fitting =
          scopes.element().entries.stream().filter(entry -> entry.fits(call)).toList();
      Entry taken = best(fitting);
      if (taken != null && !taken.standing()) {
        scopes.element().entries.remove(taken);
      }
      return taken;
    }
  }

  private static @Nullable Entry best(List<Entry> fitting) {
    Entry best = null;
    for (Entry entry : fitting) {
      if (best == null || rank(entry) < rank(best) || (entry.standing() && same(entry, best))) {
        best = entry;
      }
    }
    return best;
  }

  private static boolean same(Entry entry, Entry other) {
    return rank(entry) == rank(other);
  }

  private static int rank(Entry entry) {
    return (entry.standing() ? 2 : 0) + (entry.condition() == null ? 1 : 0);
  }

  /// Returns the entries that are for one call and have not been used.
  List<Entry> unused() {
    synchronized (lock) {
      return scopes.element().entries.stream().filter(entry -> !entry.standing()).toList();
    }
  }

  /// Begins a scope, of a class or a test.
  void begin() {
    synchronized (lock) {
      Scope around = scopes.element();
      scopes.push(new Scope(around.entries, around.strict));
    }
  }

  /// Ends the innermost scope.
  void end() {
    synchronized (lock) {
      scopes.pop();
    }
  }

  void clear() {
    synchronized (lock) {
      scopes.element().entries.clear();
    }
  }
}
