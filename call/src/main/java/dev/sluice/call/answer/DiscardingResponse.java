package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import io.netty.buffer.ByteBuf;

/// The response of a call without a client: discards the answer.
public enum DiscardingResponse implements ClientResponse {
  NOBODY;

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
