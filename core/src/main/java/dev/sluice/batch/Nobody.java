package dev.sluice.batch;

import dev.sluice.call.Exit;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Trail;
import io.netty.buffer.ByteBuf;

/// The client of a shared call: there is none, since its answer goes to its members.
enum Nobody implements Exit {
  NOBODY;

  @Override
  public void start(Head head, long length, Trail trail) {}

  @Override
  public void write(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void flush() {}

  @Override
  public void finish() {}

  @Override
  public void refuse(Failed why, Trail trail) {}

  @Override
  public void cut(Failed why) {}

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void onWritable(Runnable resume) {}
}
