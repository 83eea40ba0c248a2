package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Watches every buffer that Netty hands out, and remembers those that were not given back.
final class Leaks {
  private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

  private Leaks() {}

  /// Must come before the first buffer.
  static void watch() {
    if (ResourceLeakDetector.getLevel() == ResourceLeakDetector.Level.PARANOID) {
      return;
    }
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation") // Abstract in the factory, so it must be there.
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int interval, long maxActive) {
            return new Recording<>(resource, interval);
          }
        });
  }

  static void assertNone() {
    for (int i = 0; i < 2; i++) {
      System.gc();
      ByteBufAllocator.DEFAULT.buffer(1).release();
    }
    assertThat(FOUND).isEmpty();
  }

  private static final class Recording<T> extends ResourceLeakDetector<T> {
    Recording(Class<?> resource, int interval) {
      super(resource, interval);
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
      FOUND.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
      FOUND.add(type);
    }
  }
}
