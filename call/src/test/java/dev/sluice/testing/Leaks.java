package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Remembers every buffer that was garbage before it was released. The build makes Netty use it; a
/// test class watches from its start, since that costs too much to do it everywhere.
public final class Leaks<T> extends ResourceLeakDetector<T> {
  private static final Queue<Leaks<?>> ALL = new ConcurrentLinkedQueue<>();
  private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();
  private static final int COLLECTIONS = 3;
  private static final long COLLECTION_MILLIS = 1000;

  /// What was not released when the watch began.
  private static Set<Object> before = Set.of();

  /// What Netty has watched and was not released, whether it is garbage or not.
  private final Collection<?> open;

  /// As Netty calls it.
  public Leaks(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
    try {
      Field all = ResourceLeakDetector.class.getDeclaredField("allLeaks");
      all.setAccessible(true);
      open = (Collection<?>) all.get(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Netty remembers its buffers in another way", e);
    }
    ALL.add(this);
  }

  /// Watches every buffer from now on.
  public static void watch() {
    ResourceLeakDetector.setLevel(Level.PARANOID);
    before = open();
  }

  /// Stops watching, and fails if a buffer was lost. Where each was released there is none to be
  /// found, and garbage need not be collected.
  public static void assertNone() {
    for (int i = 0; i < COLLECTIONS && !before.containsAll(open()); i++) {
      collect();
      // What is found is told when the next buffer is made.
      Unpooled.buffer(1).release();
      Unpooled.directBuffer(1).release();
    }
    ResourceLeakDetector.setLevel(Level.SIMPLE);
    List<String> found = List.copyOf(FOUND);
    FOUND.clear();
    assertThat(found).isEmpty();
  }

  private static Set<Object> open() {
    Set<Object> all = Collections.newSetFromMap(new IdentityHashMap<>());
    ALL.forEach(one -> all.addAll(one.open));
    return all;
  }

  /// Collects garbage, and waits until the collector has told of what it found.
  private static void collect() {
    var told = new ReferenceQueue<Object>();
    var canary = new WeakReference<>(new Object(), told);
    try {
      do {
        System.gc();
      } while (told.remove(COLLECTION_MILLIS) == null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Reference.reachabilityFence(canary);
    }
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    FOUND.add(resourceType + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    FOUND.add(resourceType);
  }
}
