package dev.sluice.server.memory;

import dev.sluice.call.runtime.Loop;
import dev.sluice.server.config.CacheMemory;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// Gives memory back to the system after a burst. A heap that has grown shrinks only when the
/// collector goes over all of it, and without calls nothing makes it do so: hence one full
/// collection when no call has been under way at twenty looks in a row, a second apart, and the
/// heap is half as large again as the last one left it. Such a pause delays nobody but a call that
/// comes in its middle: where caches keep much, which makes it long, there is none. Confined to its
/// loop.
public final class UnusedMemory {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int QUIET_LOOKS = 20;
  private static final double GROWN = 1.5;

  private final IntSupplier running;
  private final LongSupplier kept;
  private final LongSupplier heap;
  private final Runnable collect;
  private int quiet;
  private long left;
  private boolean collecting;

  /// @param running how many calls are under way
  /// @param kept the bytes that caches hold, which would make a collection long
  /// @param heap the bytes that the heap has of the system
  /// @param collect goes over the whole heap and returns at once or later
  UnusedMemory(IntSupplier running, LongSupplier kept, LongSupplier heap, Runnable collect) {
    this.running = running;
    this.kept = kept;
    this.heap = heap;
    this.collect = collect;
    this.left = heap.getAsLong();
  }

  /// Watches the heap of this process from now on, until `loop` ends.
  ///
  /// @param running how many calls are under way
  /// @param kept the bytes that caches hold, which would make a collection long
  public static void watch(Loop loop, IntSupplier running, LongSupplier kept) {
    var memory =
        new UnusedMemory(running, kept, Runtime.getRuntime()::totalMemory, UnusedMemory::collect);
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

  /// Not on the loop: collectors other than the default one may take the caller's time for it.
  private static void collect() {
    Thread.ofPlatform().daemon().name("unused-memory").start(UnusedMemory::give);
  }

  private static void give() {
    BodyBuffers.POOL.clear();
    System.gc();
  }

  void look() {
    if (collecting) {
      left = heap.getAsLong();
      collecting = false;
    }
    quiet = running.getAsInt() == 0 ? quiet + 1 : 0;
    if (quiet >= QUIET_LOOKS
        && heap.getAsLong() > GROWN * left
        && kept.getAsLong() <= CacheMemory.SMALL) {
      quiet = 0;
      collecting = true;
      collect.run();
    }
  }
}
