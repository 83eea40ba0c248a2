package dev.sluice.internal.translate;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.dialect.json.HeapMeter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The dependencies of translation.
///
/// @param reader reads the facts of a translated request
/// @param memory the budget for requests and answers that are translated as a whole, and for what
///   is held of a stream
/// @param elsewhere the pool for requests and answers that are too large for a loop
public record TranslationMeans(
    FactsReader reader, MemoryBudget memory, WorkerPool elsewhere, Clock clock) {

  /// A reader of the facts of a request.
  @FunctionalInterface
  public interface FactsReader {
    /// Returns the facts of `body`; empty where it is no request for `operation`.
    ///
    /// @param model the model that is asked, where the operation's path names it
    /// @param stream whether the answer is to be streamed, where the path says that
    Optional<RequestFacts> read(Operation operation, String model, boolean stream, byte[] body);
  }

  /// A result that was built of a request, and the memory that is reserved for it: for all that was
  /// built until [#body], and then for the body alone.
  ///
  /// @param reservation the reserved memory; closed with this
  record Built<T>(T result, Reservation reservation) implements AutoCloseable {

    /// Returns the built bytes as the body of a request, to which the memory belongs from now on;
    /// all else that was built is garbage. Empty where there is no memory for the body.
    Optional<Body> body(byte[] bytes) {
      return reservation.resize(bytes.length)
          ? Optional.of(new Body(Unpooled.wrappedBuffer(bytes), reservation::close))
          : Optional.empty();
    }

    @Override
    public void close() {
      reservation.close();
    }
  }

  /// Runs `step` over a call's request, in the pool where that is large. Returns empty where there
  /// is no memory for the result.
  <T> Optional<Built<T>> build(Call call, BiFunction<byte[], HeapMeter, T> step)
      throws InterruptedException {
    Reservation reservation = memory.reserve(MemoryBudget.Use.BODY, call.hints().caller());
    Optional<T> result = Optional.empty();
    try {
      result = built(call.body(), reservation, step);
    } finally {
      if (result.isEmpty()) {
        reservation.close();
      }
    }
    return result.map(built -> new Built<>(built, reservation));
  }

  private <T> Optional<T> built(
      Body body, Reservation reservation, BiFunction<byte[], HeapMeter, T> step)
      throws InterruptedException {
    long copy = body.size();
    // What is small is asked for together with what is built of it.
    if (copy > HeapMeter.STEP && !reservation.resize(copy)) {
      return Optional.empty();
    }
    // The call may end while the pool reads, or before it does.
    ByteBuf bytes = body.bytes().retain();
    var begun = new AtomicBoolean();
    try {
      return work(
          copy,
          () ->
              begun.compareAndSet(false, true)
                  ? read(bytes, reservation, step)
                  : Optional.<T>empty());
    } finally {
      if (begun.compareAndSet(false, true)) {
        bytes.release();
      }
    }
  }

  /// Runs `step` over a copy of the bytes. Nothing is copied for a caller that has left, whose
  /// reservation is closed.
  private static <T> Optional<T> read(
      ByteBuf bytes, Reservation reservation, BiFunction<byte[], HeapMeter, T> step) {
    try {
      long copy = bytes.readableBytes();
      var meter = new HeapMeter(built -> reservation.resize(copy + built));
      return copy <= HeapMeter.STEP || reservation.resize(copy)
          ? built(() -> step.apply(ByteBufUtil.getBytes(bytes), meter))
          : Optional.empty();
    } finally {
      bytes.release();
    }
  }

  /// Runs `step` over so many bytes, in the pool where they are many. Returns empty where there is
  /// no memory for what it builds.
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

  /// Runs `step`, which takes time by `size`, in bytes: in the pool where that is large.
  <T> T work(long size, Supplier<T> step) throws InterruptedException {
    return size > WorkerPool.LOOP_MAX ? elsewhere.call(step::get) : step.get();
  }
}
