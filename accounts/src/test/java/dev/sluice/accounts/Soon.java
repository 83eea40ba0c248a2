package dev.sluice.accounts;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/// Waits for what other threads and databases bring about, and leaves the processor to them.
public final class Soon {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);

  private Soon() {}

  /// Looks at once, and then again and again, in the thread that waits.
  public static ConditionFactory soon() {
    return await()
        .dontCatchUncaughtExceptions()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK)
        .atMost(PATIENCE);
  }
}
