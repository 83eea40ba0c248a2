package dev.sluice.internal.batch;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import io.netty.buffer.ByteBuf;

/// The client of a shared call: there is none, since its answer goes to its members.
enum NullResponse implements ClientResponse {
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
