package dev.sluice.provider.auth;

import dev.sluice.call.runtime.WorkerPool;
import io.netty.buffer.ByteBuf;

/// The SHA-256 of a request's body, which is computed at most once, however often the request is
/// signed. Confined to the call's thread.
final class BodyHash {
  private final ByteBuf body;
  private String known = "";

  /// @param body the body, which stays its owner's
  BodyHash(ByteBuf body) {
    this.body = body;
  }

  /// Returns the hash in hexadecimal digits.
  ///
  /// @param workers hash bodies that would hold an event loop for too long
  String hex(WorkerPool workers) throws InterruptedException {
    if (known.isEmpty()) {
      known = computed(workers);
    }
    return known;
  }

  private String computed(WorkerPool workers) throws InterruptedException {
    if (!body.isReadable()) {
      return SigV4.NO_BODY;
    }
    return body.readableBytes() <= WorkerPool.LOOP_MAX
        ? SigV4.hash(body.nioBuffers())
        : computedApart(body.retainedDuplicate(), workers);
  }

  private static String computedApart(ByteBuf kept, WorkerPool workers)
      throws InterruptedException {
    try {
      return workers.call(() -> SigV4.hash(kept.nioBuffers()));
    } finally {
      kept.release();
    }
  }
}
