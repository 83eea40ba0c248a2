package dev.sluice.call.answer;

import dev.sluice.call.Head;
import io.netty.buffer.ByteBuf;

/// A sink that discards the answer and never commits; a subclass overrides the methods for the part
/// that it wants.
public class DiscardingSink implements Sink {
  private final CallInfo info = new CallInfo();

  @Override
  public CallInfo info() {
    return info;
  }

  @Override
  public void attach(AttemptInfo attempt) {
    info.attach(attempt);
  }

  @Override
  public void signal(Signal signal) {}

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
  public void end() {}

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
