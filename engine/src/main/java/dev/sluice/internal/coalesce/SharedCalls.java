package dev.sluice.internal.coalesce;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The calls that are shared now, and the number of their members. Safe for any thread but a loop.
final class SharedCalls {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Fingerprint, SharedCall> joinable = new HashMap<>();

  /// A member's share in a shared call.
  ///
  /// @param from where the member begins to read
  /// @param first whether it is the one that has to start the call
  record Seat(SharedCall call, Replay.Position from, boolean first) {}

  /// A call that asks to join.
  ///
  /// @param band how urgent it is
  /// @param deadline how long it waits
  /// @param until how long a call waits that is opened for it
  /// @param loop which owns such a call
  record Asker(Band band, Deadline deadline, Deadline until, Loop loop) {}

  /// Joins the call of this fingerprint that is under way. Opens another, which later ones join
  /// instead, where there is none, where that one is not as good as its own, or where it is too
  /// late to see its beginning.
  Seat join(Fingerprint key, Asker asker) {
    lock.lock();
    try {
      SharedCall there = joinable.get(key);
      Seat seat = there == null ? null : join(there, asker);
      return seat == null ? open(key, asker) : seat;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private @Nullable Seat join(SharedCall there, Asker asker) {
    Replay.Position beginning = there.broadcast().beginning();
    if (beginning == null || !there.suits(asker.band(), asker.deadline())) {
      return null;
    }
    there.members++;
    there.broadcast().usage().join();
    return new Seat(there, beginning, false);
  }

  @GuardedBy("lock")
  private Seat open(Fingerprint key, Asker asker) {
    var opened = new SharedCall(key, asker.band(), asker.until(), asker.loop());
    joinable.put(key, opened);
    opened.broadcast().usage().join();
    return new Seat(opened, opened.broadcast().start(), true);
  }

  /// What becomes of a call that a member has left.
  ///
  /// @param last whether no member wants the call any more, and none can join it
  /// @param owed what that member owes; nothing where it has read the end
  record Departure(boolean last, Usage owed) {}

  /// A member has what it wanted, or has left.
  ///
  /// @param early whether it has not read the end
  Departure leave(SharedCall call, boolean early) {
    lock.lock();
    try {
      boolean last = --call.members == 0;
      if (last) {
        joinable.remove(call.key(), call);
      }
      return new Departure(last, early ? call.broadcast().usage().leave() : SharedUsage.NOTHING);
    } finally {
      lock.unlock();
    }
  }

  /// Removes a call that has ended: no further member joins it.
  void ended(SharedCall call) {
    lock.lock();
    try {
      joinable.remove(call.key(), call);
    } finally {
      lock.unlock();
    }
  }

  /// How many can be joined.
  int size() {
    lock.lock();
    try {
      return joinable.size();
    } finally {
      lock.unlock();
    }
  }

  /// How many calls share those.
  int members() {
    lock.lock();
    try {
      return joinable.values().stream().mapToInt(call -> call.members).sum();
    } finally {
      lock.unlock();
    }
  }
}
