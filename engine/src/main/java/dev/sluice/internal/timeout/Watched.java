package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.runtime.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attempt that counts for whether its target has fallen silent to all, from its begin to its
/// end: one whose answer comes whole, at a model that is known, of a call that no other target has
/// failed. On the call's thread.
final class Watched {
  private final Call call;
  private final long begun;

  /// Null where the attempt does not count, and when it has ended.
  private @Nullable WholeLatencyModel times;

  /// @param model what is known of the model
  /// @param whole whether its answer comes whole
  Watched(Optional<LatencyModel> model, Call call, boolean whole, long now) {
    this.call = call;
    this.begun = now;
    if (whole && model.isPresent() && call.failedTargets().targets().isEmpty()) {
      times = model.get().whole();
      times.begins(call, now);
    }
  }

  /// Ends the watch, and records the attempt's timings.
  void ends(long now) {
    WholeLatencyModel counts = times;
    times = null;
    if (counts != null) {
      counts.ends(call, begun, now);
    }
  }

  /// Ends the attempt, if [#ends] was not called.
  void close(Clock clock) {
    if (times != null) {
      ends(clock.nanos());
    }
  }
}
