package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import io.netty.buffer.ByteBuf;

/// A sink that discards the answer and never commits; a subclass overrides the methods for the part
/// that it wants.
public class DiscardingSink implements Sink {

  @Override
  public void attach(AttemptHandle attempt) {}

  @Override
  public void progress(Progress progress) {}

  @Override
  public void head(Head head) {}

  @Override
  public void body(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void flush() {}

  @Override
  public void usage(Usage usage) {}

  @Override
  public void end() {}

  @Override
  public void abort(Failed why) {}

  @Override
  public void reset() {}

  @Override
  public boolean committed() {
    return false;
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void onWritable(Runnable resume) {}
}
