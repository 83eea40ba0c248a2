package dev.sluice.timeout;

import dev.sluice.call.Call;
import dev.sluice.timeout.learn.Learned;
import dev.sluice.timeout.learn.Times;
import dev.sluice.timeout.learn.WholeTimes;
import org.jspecify.annotations.Nullable;

/// An attempt that counts for whether its target has fallen silent to all, from its begin to its
/// end: one whose answer comes whole, at a model that is known, of a call that no other target has
/// failed. On the call's thread.
final class Watched {
  private final Call call;
  private final long begun;
  private final @Nullable WholeTimes times;

  /// @param whole whether its answer comes whole
  Watched(Learned learned, String target, Call call, boolean whole, long now) {
    this.call = call;
    this.begun = now;
    this.times =
        whole && call.tried().targets().isEmpty()
            ? learned.find(target, call, now).map(Times::whole).orElse(null)
            : null;
    if (times != null) {
      times.begins(call, now);
    }
  }

  /// The attempt has ended, and what it taught is told.
  void ends(long now) {
    if (times != null) {
      times.ends(call, begun, now);
    }
  }
}
