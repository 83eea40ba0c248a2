package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.runtime.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attempt that counts, from its beginning to its end, for whether its target has fallen silent
/// to all: its answer comes whole, its model is known, and no other target has failed its call. On
/// the call's thread.
final class Watched {
  private final Call call;
  private final long begun;

  /// The statistics that the attempt counts in; null where it does not count, and when it has
  /// ended.
  private @Nullable WholeLatencyModel times;

  /// @param model the learned times of the model
  /// @param whole whether the answer comes whole
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
