package dev.sluice.server.memory;

import dev.sluice.call.runtime.Loop;
import dev.sluice.server.config.CacheMemory;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// The task that gives memory back to the system after a burst. A heap that has grown shrinks only
/// when the collector goes over all of it, and without calls nothing makes it do so: hence one full
/// collection when no call has been under way at twenty looks in a row, a second apart, and the
/// heap is half as large again as the last one left it. Such a pause delays nobody but a call that
/// comes in its middle: where caches keep much, which makes it long, there is none, unless the
/// collector works beside the calls. Looks are confined to its loop.
public final class UnusedMemory {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int QUIET_LOOKS = 20;
  private static final double GROWN = 1.5;

  private final IntSupplier running;
  private final LongSupplier kept;
  private final LongSupplier heap;
  private final Runnable collect;
  private final Executor collector;
  private int quiet;
  private volatile long left;
  private volatile boolean collecting;

  /// @param running how many calls are under way
  /// @param kept the bytes that caches hold, which would make a collection long
  /// @param heap the bytes that the heap has of the system, and blocks of bodies outside of it
  /// @param collect goes over the whole heap, and returns when that is done
  /// @param collector runs that, on any thread
  UnusedMemory(
      IntSupplier running,
      LongSupplier kept,
      LongSupplier heap,
      Runnable collect,
      Executor collector) {
    this.running = running;
    this.kept = kept;
    this.heap = heap;
    this.collect = collect;
    this.collector = collector;
    this.left = heap.getAsLong();
  }

  /// Watches the heap of this process from now on, until `loop` ends.
  ///
  /// @param running how many calls are under way
  /// @param kept the bytes that caches hold, which would make a collection long
  public static void watch(Loop loop, IntSupplier running, LongSupplier kept) {
    var memory =
        new UnusedMemory(
            running,
            kept,
            () -> Runtime.getRuntime().totalMemory() + BodyBuffers.POOL.outside(),
            UnusedMemory::collect,
            // Not on the loop, whose time some collectors take for it.
            task -> Thread.ofPlatform().daemon().name("unused-memory").start(task));
    again(loop, memory);
  }

  private static void again(Loop loop, UnusedMemory memory) {
    var _ =
        loop.schedule(
            EVERY,
            () -> {
              memory.look();
              again(loop, memory);
            });
  }

  private static void collect() {
    BodyBuffers.POOL.clear();
    System.gc();
  }

  void look() {
    quiet = running.getAsInt() == 0 ? quiet + 1 : 0;
    if (quiet >= QUIET_LOOKS && !collecting && isWorthIt()) {
      quiet = 0;
      collecting = true;
      collector.execute(this::shrink);
    }
  }

  private boolean isWorthIt() {
    return heap.getAsLong() > GROWN * left && kept.getAsLong() <= CacheMemory.SMALL;
  }

  private void shrink() {
    collect.run();
    left = heap.getAsLong();
    collecting = false;
  }
}
