package dev.sluice;

import dev.sluice.call.Failed;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.Rollback;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The body of an application's request, as the application has it.
sealed interface RequestBody {

  /// Reads the body for one call, on the calling thread.
  ///
  /// @throws CallFailedException if there is no memory for it
  Body read(MemoryBudget memory);

  private static CallFailedException full() {
    return new CallFailedException(new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty()));
  }

  /// A body that is in memory.
  @SuppressWarnings("ArrayRecordComponent")
  record Bytes(byte[] json) implements RequestBody {
    @Override
    public Body read(MemoryBudget memory) {
      return memory
          .body(Unpooled.wrappedBuffer(json), SchedulingHints.NOBODY)
          .orElseThrow(RequestBody::full);
    }
  }

  /// A body that has yet to be read, once.
  final class Streamed implements RequestBody {
    private static final int FIRST = 8 * 1024;
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final InputStream in;
    private final AtomicBoolean taken = new AtomicBoolean();

    Streamed(InputStream in) {
      this.in = in;
    }

    @Override
    public Body read(MemoryBudget memory) {
      if (!taken.compareAndSet(false, true)) {
        throw new IllegalStateException(
            "the stream of this request's body was read by an earlier call: make a request for"
                + " each call, or give the body as bytes");
      }
      Reservation held = memory.reserve(MemoryBudget.Use.BODY, SchedulingHints.NOBODY);
      try (in;
          var rollback = Rollback.of(held::close)) {
        return rollback.keep(read(held));
      } catch (IOException e) {
        throw new UncheckedIOException("the stream of the request's body cannot be read", e);
      }
    }

    private Body read(Reservation held) throws IOException {
      byte[] bytes = grown(new byte[0], FIRST, held);
      int length = 0;
      for (int more = in.read(bytes, 0, bytes.length);
          more >= 0;
          more = in.read(bytes, length, bytes.length - length)) {
        length += more;
        if (length == bytes.length) {
          bytes = grown(bytes, length < MOST / 2 ? 2 * length : MOST, held);
        }
      }
      return new Body(Unpooled.wrappedBuffer(bytes, 0, length), held::close);
    }

    private static byte[] grown(byte[] bytes, int size, Reservation held) {
      if (size == bytes.length || !held.resize(size)) {
        throw RequestBody.full();
      }
      return Arrays.copyOf(bytes, size);
    }
  }
}
