package dev.sluice.report.heartbeat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import java.util.Collection;
import java.util.IdentityHashMap;

/// The heartbeats of all loops, and the thread that tells a held-up loop from a paused process.
/// Safe for any thread.
public final class Heartbeats implements AutoCloseable {
  private final IdentityHashMap<Loop, Heartbeat> beats = new IdentityHashMap<>();
  private final Thread sleeper;

  /// Starts the heartbeats. To be closed before the loops are.
  public Heartbeats(Collection<? extends Loop> loops, Clock clock) {
    var pauses = new ProcessPauses(clock.nanos());
    sleeper =
        Thread.ofPlatform().name("sluice-heartbeat").daemon().start(() -> sleep(pauses, clock));
    for (Loop loop : loops) {
      beats.put(loop, new Heartbeat(loop, clock, pauses, RunDelay::ofThisThread));
    }
  }

  /// Whether `loop` stood still at some time between two instants, the later of which is now.
  /// Instants are on [Clock#nanos].
  public boolean stoodStill(Loop loop, long from, long now) {
    Heartbeat beat = beats.get(loop);
    return beat != null && beat.stoodStill(from, now);
  }

  @Override
  public void close() {
    sleeper.interrupt();
    beats.values().forEach(Heartbeat::close);
  }

  private static void sleep(ProcessPauses pauses, Clock clock) {
    try {
      while (true) {
        Thread.sleep(ProcessPauses.SLEEP);
        pauses.awake(clock.nanos());
      }
    } catch (InterruptedException closed) {
      // That is the end of it.
    }
  }
}
