package dev.sluice.internal.keepalive;

import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The timer of one call. It ticks on the loop; the call's thread begins and ends it. What the
/// thread hands to the loop after [#end] comes behind the last tick.
final class Beat {
  private final Loop loop;
  private final Duration every;
  private final Sink sink;

  private volatile boolean over;
  private volatile Loop.@Nullable Timer timer;

  Beat(Loop loop, Duration every, Sink sink) {
    this.loop = loop;
    this.every = every;
    this.sink = sink;
  }

  void begin() {
    timer = loop.schedule(every, this::tick);
  }

  private void tick() {
    if (!over && !sink.committed()) {
      sink.alive();
      begin();
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
