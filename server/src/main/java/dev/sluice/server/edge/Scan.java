package dev.sluice.server.edge;

import dev.sluice.call.Facts;
import dev.sluice.call.Failed;
import dev.sluice.call.Operation;
import io.netty.buffer.ByteBuf;

/// Finds what the engine needs to know of a request's body. Pure; safe for any thread.
@FunctionalInterface
public interface Scan {

  /// Reads `body`, a buffer on the heap, without moving its indices.
  Scanned scan(Operation operation, ByteBuf body);

  /// What a scan found.
  sealed interface Scanned {}

  /// The body is sound.
  record Sound(Facts facts) implements Scanned {}

  /// It is not.
  record Unsound(Failed.Invalid why) implements Scanned {}
}
