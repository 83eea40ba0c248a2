package dev.sluice.lab.bench;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import io.netty.buffer.ByteBuf;

/// Counts and forgets.
final class NullSink implements Sink {
  private long bytes;

  long bytes() {
    return bytes;
  }

  @Override
  public void attach(AttemptHandle attempt) {}

  @Override
  public void progress(Progress progress) {
    bytes++;
  }

  @Override
  public void head(Head head) {}

  @Override
  public void body(ByteBuf body) {
    bytes += body.readableBytes();
    body.release();
  }

  @Override
  public void flush() {}

  @Override
  public void usage(Usage usage) {
    bytes += usage.output();
  }

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
