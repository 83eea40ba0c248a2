package dev.sluice.internal.coalesce;

import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import org.jspecify.annotations.Nullable;

/// A call that several members wait for.
final class SharedCall {
  private final Fingerprint key;
  private final Band band;
  private final Deadline deadline;
  private final Broadcast broadcast;

  /// The number of members. Guarded by the lock of [SharedCalls].
  int members = 1;

  /// The running call. Set by the first member before it leaves.
  private volatile @Nullable CallHandle running;

  SharedCall(Fingerprint key, Band band, Deadline deadline, Loop loop) {
    this.key = key;
    this.band = band;
    this.deadline = deadline;
    this.broadcast = new Broadcast(loop);
  }

  Fingerprint key() {
    return key;
  }

  Deadline deadline() {
    return deadline;
  }

  /// Returns the broadcast that carries the answer to the members.
  Broadcast broadcast() {
    return broadcast;
  }

  /// Whether this call serves a member of this urgency and deadline as well as a call of its own
  /// would. A call that has begun to answer no longer waits.
  boolean suits(Band urgency, Deadline until) {
    boolean urgent = band.compareTo(urgency) <= 0 || broadcast.begun();
    return urgent && deadline.covers(until);
  }

  void runs(CallHandle as) {
    running = as;
  }

  /// Cancels the call, which no member waits for any more. A call whose answer has ended is about
  /// to return by itself, and must not look as if it had been cancelled.
  void cancel() {
    CallHandle started = running;
    if (started != null && !broadcast.ended()) {
      started.leave();
    }
  }
}
