package dev.sluice.transport.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// A scheduler of the virtual threads of one loop that nobody waits for: however many of them can
/// go on, one does, then whatever else the loop has to do by then, then the next one. So a hundred
/// lines of a batch that get their answers together delay a step of a call that somebody waits for,
/// once it is due on the loop, by one step of a thread, and not by a hundred.
///
/// ```text
/// loop: a b [turn] c d [turn] e ...     a turn: a step of one thread; the next turn stands last
/// ```
///
/// None of them starves: as long as one can go on a turn is among the tasks of the loop, which are
/// run in their order.
///
/// @param waiting steps that can be made
/// @param count how many, the one that is made at this moment included
record LastScheduler(Executor loop, Queue<Runnable> waiting, AtomicInteger count)
    implements Executor {
  /// @param loop rejects nothing, as a [LoopScheduler]
  LastScheduler(Executor loop) {
    this(loop, new ConcurrentLinkedQueue<>(), new AtomicInteger());
  }

  @Override
  public void execute(Runnable continuation) {
    waiting.add(continuation);
    if (count.getAndIncrement() == 0) {
      loop.execute(this::turn);
    }
  }

  private void turn() {
    try {
      waiting.remove().run();
    } finally {
      if (count.decrementAndGet() > 0) {
        loop.execute(this::turn);
      }
    }
  }
}
