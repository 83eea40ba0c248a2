package dev.sluice.internal.coalesce;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls that are shared now, and the number of their members. Safe for any thread but a loop.
final class SharedCalls {
  @GuardedBy("this")
  private final Map<Fingerprint, SharedCall> joinable = new HashMap<>();

  /// A member's share in a shared call.
  ///
  /// @param from the position where the member begins to read
  /// @param first whether the member has to start the call
  record Seat(SharedCall call, Replay.Position from, boolean first) {}

  /// A call that asks to join a shared one.
  ///
  /// @param band how urgent the call is
  /// @param deadline until when the call waits
  /// @param until until when a shared call waits that is opened for this one
  /// @param loop the loop that owns such a shared call
  record Asker(Band band, Deadline deadline, Deadline until, Loop loop) {}

  /// Joins the call of this fingerprint that is under way. Opens another, which later calls join
  /// instead, where there is none, where that one is not as good as a call of its own, or where it
  /// is too late to see the beginning of its answer.
  synchronized Seat join(Fingerprint key, Asker asker) {
    SharedCall there = joinable.get(key);
    Seat seat = there == null ? null : join(there, asker);
    return seat == null ? open(key, asker) : seat;
  }

  @GuardedBy("this")
  private @Nullable Seat join(SharedCall there, Asker asker) {
    Replay.Position beginning = there.broadcast().beginning();
    if (beginning == null || !there.suits(asker.band(), asker.deadline())) {
      return null;
    }
    there.members++;
    there.broadcast().usage().join();
    return new Seat(there, beginning, false);
  }

  @GuardedBy("this")
  private Seat open(Fingerprint key, Asker asker) {
    var opened = new SharedCall(key, asker.band(), asker.until(), asker.loop());
    joinable.put(key, opened);
    opened.broadcast().usage().join();
    return new Seat(opened, opened.broadcast().start(), true);
  }

  /// The consequences for a call that a member has left.
  ///
  /// @param last whether no member wants the call any more, and none can join it
  /// @param owed what the member owes; nothing where it has read the end
  record Departure(boolean last, Usage owed) {}

  /// Removes a member that has its answer, or has left.
  ///
  /// @param early whether the member has not read the end
  synchronized Departure leave(SharedCall call, boolean early) {
    boolean last = --call.members == 0;
    if (last) {
      joinable.remove(call.key(), call);
    }
    return new Departure(last, early ? call.broadcast().usage().leave() : SharedUsage.NOTHING);
  }

  /// Removes a call that has ended: no further member joins it.
  synchronized void ended(SharedCall call) {
    joinable.remove(call.key(), call);
  }

  /// Returns how many calls can be joined.
  synchronized int size() {
    return joinable.size();
  }

  /// Returns how many members share the calls that can be joined.
  synchronized int members() {
    return joinable.values().stream().mapToInt(call -> call.members).sum();
  }
}
