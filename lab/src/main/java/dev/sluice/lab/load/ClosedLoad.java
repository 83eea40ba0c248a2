package dev.sluice.lab.load;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps a fixed number of calls in flight. Confined to the loop.
final class ClosedLoad extends Load {
  /// Connections are made in batches, so that no listener's backlog overflows.
  private static final int BATCH = 64;

  private static final long BATCH_EVERY_MILLIS = 10;

  private int missing;
  private @Nullable ScheduledFuture<?> nextBatch;

  ClosedLoad(Site site, Payload payload, int connections) {
    super(site, payload);
    missing = connections;
  }

  @Override
  void begin() {
    batch();
  }

  @Override
  void end() {
    if (nextBatch != null) {
      nextBatch.cancel(false);
    }
    missing = 0;
  }

  @Override
  void freed(LoadConnection connection) {
    send(connection, now());
  }

  @Override
  void lost(LoadConnection connection) {
    missing++;
    if (nextBatch == null) {
      later();
    }
  }

  @Override
  int unsent() {
    return 0;
  }

  private void batch() {
    nextBatch = null;
    for (int i = 0; i < BATCH && missing > 0; i++, missing--) {
      connect();
    }
    if (missing > 0) {
      later();
    }
  }

  private void later() {
    nextBatch = loop().schedule(this::batch, BATCH_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }
}
