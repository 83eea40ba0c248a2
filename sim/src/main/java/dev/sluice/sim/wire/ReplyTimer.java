package dev.sluice.sim.wire;

import dev.sluice.call.runtime.Clock;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/// The time by which the pieces of answers are due. Called on event loops, and never blocks.
public interface ReplyTimer {

  /// Monotonic time in nanoseconds. Only differences mean anything.
  long nanos();

  /// Runs a task once, on a loop, when so much time has passed. The time may not have passed yet
  /// when it runs.
  ///
  /// @return cancels it; to be called on the loop, has no effect once the task has run
  Runnable schedule(EventLoop loop, Runnable task, long nanos);

  /// Makes the timer of a clock that goes as fast as the loops' own does.
  static ReplyTimer of(Clock clock) {
    return new ReplyTimer() {
      @Override
      public long nanos() {
        return clock.nanos();
      }

      @Override
      public Runnable schedule(EventLoop loop, Runnable task, long nanos) {
        var scheduled = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
      }
    };
  }
}
