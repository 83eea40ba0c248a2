package dev.sluice.internal.translate;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.internal.dialect.json.HeapMeter;
import dev.sluice.internal.runtime.WorkerPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import java.util.function.BiFunction;
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

  /// What `step` makes of a call's request, in the pool where that is large. All that is built of
  /// it is garbage afterwards but for the result. Empty where there is no memory for it.
  <T> Optional<T> build(Call call, BiFunction<byte[], HeapMeter, T> step)
      throws InterruptedException {
    try (Reservation room = memory.reserve(MemoryBudget.Use.BODY, call.hints().caller())) {
      long copy = call.body().size();
      var meter = new HeapMeter(built -> room.resize(copy + built));
      // What is small is asked for together with what is built of it.
      boolean fits = copy <= HeapMeter.STEP || room.resize(copy);
      return fits
          ? work(call.body(), body -> built(() -> step.apply(body, meter)))
          : Optional.empty();
    }
  }

  /// What `step` makes of so many bytes, in the pool where they are many. Empty where there is no
  /// memory for what it builds.
  <T> Optional<T> build(long size, Supplier<T> step) throws InterruptedException {
    return work(size, () -> built(step));
  }

  private static <T> Optional<T> built(Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (HeapMeter.NoRoomException full) {
      return Optional.empty();
    }
  }

  /// Does something with a request's bytes, in the pool where they are many.
  private <T> T work(Body body, Function<byte[], T> step) throws InterruptedException {
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
