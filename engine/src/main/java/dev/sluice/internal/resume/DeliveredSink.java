package dev.sluice.internal.resume;

import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Reservation;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sink that passes everything on and keeps a copy, behind which an answer that breaks off goes on.
/// Confined to the loop.
final class DeliveredSink extends ForwardingSink {
  private final Reservation reservation;
  private final int max;

  /// The copy of what was delivered; null where it has become too large.
  private @Nullable ByteArrayOutputStream kept = new ByteArrayOutputStream();

  /// @param reservation the memory of the copy; closed with this
  /// @param max how many bytes are kept
  DeliveredSink(Sink next, Reservation reservation, int max) {
    super(next);
    this.reservation = reservation;
    this.max = max;
  }

  @Override
  public void body(ByteBuf bytes) {
    keep(bytes);
    next.body(bytes);
  }

  private void keep(ByteBuf bytes) {
    ByteArrayOutputStream into = kept;
    if (into == null) {
      return;
    }
    int size = into.size() + bytes.readableBytes();
    // The array grows by doubling.
    if (size > max || !reservation.resize(2L * size)) {
      kept = null;
      boolean _ = reservation.resize(0);
      return;
    }
    var copy = new byte[bytes.readableBytes()];
    bytes.getBytes(bytes.readerIndex(), copy);
    into.writeBytes(copy);
  }

  @Override
  public void reset() {
    kept = new ByteArrayOutputStream();
    next.reset();
  }

  /// Returns what has been delivered; empty where that was too much to keep.
  Optional<byte[]> delivered() {
    return Optional.ofNullable(kept).map(ByteArrayOutputStream::toByteArray);
  }

  void close() {
    kept = null;
    reservation.close();
  }
}
