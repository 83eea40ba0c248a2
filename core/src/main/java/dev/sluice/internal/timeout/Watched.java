package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.internal.timeout.learn.LatencyModel;
import dev.sluice.internal.timeout.learn.LatencyRegistry;
import dev.sluice.internal.timeout.learn.WholeLatencyModel;
import org.jspecify.annotations.Nullable;

/// An attempt that counts for whether its target has fallen silent to all, from its begin to its
/// end: one whose answer comes whole, at a model that is known, of a call that no other target has
/// failed. On the call's thread.
final class Watched {
  private final Call call;
  private final long begun;
  private final @Nullable WholeLatencyModel times;

  /// @param whole whether its answer comes whole
  Watched(LatencyRegistry registry, String target, Call call, boolean whole, long now) {
    this.call = call;
    this.begun = now;
    this.times =
        whole && call.tried().targets().isEmpty()
            ? registry.find(target, call, now).map(LatencyModel::whole).orElse(null)
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
