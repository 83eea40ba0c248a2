package dev.sluice.internal.commit;

import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The timer of the signs of life of one call. It ticks on the loop; the call's thread begins and
/// ends it. What the thread hands to the loop after [#end] comes behind the last tick.
final class Beat {
  private final Loop loop;
  private final Duration first;
  private final Duration every;
  private final Sink sink;

  private volatile boolean over;
  private volatile Loop.@Nullable Timer timer;

  /// @param first when the first tick comes
  /// @param every the time from one tick to the next
  Beat(Loop loop, Duration first, Duration every, Sink sink) {
    this.loop = loop;
    this.first = first;
    this.every = every;
    this.sink = sink;
  }

  void begin() {
    timer = loop.schedule(first, this::tick);
  }

  private void tick() {
    if (!over && !sink.committed()) {
      sink.signal(Signal.ALIVE);
      timer = loop.schedule(every, this::tick);
    }
  }

  void end() {
    over = true;
    Loop.Timer next = timer;
    if (next != null) {
      next.cancel();
    }
  }
}
