package dev.sluice.internal.shadow;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import io.netty.buffer.ByteBuf;

/// The end of an answer that nobody reads.
final class DiscardedResponse implements ClientResponse {
  @Override
  public void start(Head head, long length, AttemptHistory history) {}

  @Override
  public void write(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void flush() {}

  @Override
  public void finish() {}

  @Override
  public void refuse(Failed why, AttemptHistory history) {}

  @Override
  public void cut(Failed why) {}

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void onWritable(Runnable resume) {}
}
