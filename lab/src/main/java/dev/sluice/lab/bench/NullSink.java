package dev.sluice.lab.bench;

import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.answer.Progress;
import io.netty.buffer.ByteBuf;

/// Counts what it is given, and keeps nothing.
final class NullSink extends DiscardingSink {
  private long bytes;

  long bytes() {
    return bytes;
  }

  @Override
  public void progress(Progress progress) {
    bytes++;
  }

  @Override
  public void body(ByteBuf body) {
    bytes += body.readableBytes();
    body.release();
  }
}
