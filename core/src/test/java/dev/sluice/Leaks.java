package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Remembers every buffer that was garbage before it was released. The build makes Netty use it.
public final class Leaks<T> extends ResourceLeakDetector<T> {
  private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();
  private static final int COLLECTIONS = 3;

  /// As Netty calls it.
  public Leaks(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  /// Fails if any test so far has lost a buffer.
  public static void assertNone() {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(Level.PARANOID);
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      // What is found is told when the next buffer is made.
      Unpooled.buffer(1).release();
      Unpooled.directBuffer(1).release();
    }
    assertThat(FOUND).isEmpty();
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
