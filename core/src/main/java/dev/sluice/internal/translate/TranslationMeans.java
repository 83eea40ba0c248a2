package dev.sluice.internal.translate;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.internal.runtime.WorkerPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The dependencies of translation.
///
/// @param reader reads the facts of a translated request
/// @param memory for requests and answers that are translated as a whole, and for what is held of a
///   stream
/// @param elsewhere for those that are too large for a loop
public record TranslationMeans(
    FactsReader reader, MemoryBudget memory, WorkerPool elsewhere, Clock clock) {

  /// Reads the facts of a request.
  @FunctionalInterface
  public interface FactsReader {
    /// The facts of `body`; empty where it is no request for `operation`.
    ///
    /// @param model what is asked, where the operation's path says so
    /// @param stream whether it is to be streamed, where the path says that
    Optional<RequestFacts> read(Operation operation, String model, boolean stream, byte[] body);
  }

  /// Does something with a request's bytes, in the pool where they are many.
  <T> T work(Body body, Function<byte[], T> step) throws InterruptedException {
    // The call may end while the pool reads.
    ByteBuf bytes = body.bytes().retain();
    return work(
        bytes.readableBytes(),
        () -> {
          try {
            return step.apply(ByteBufUtil.getBytes(bytes));
          } finally {
            bytes.release();
          }
        });
  }

  /// Does something that takes time by the `size` of what it is done with, in bytes.
  <T> T work(long size, Supplier<T> step) throws InterruptedException {
    return size > WorkerPool.LOOP_MAX ? elsewhere.call(step::get) : step.get();
  }
}
