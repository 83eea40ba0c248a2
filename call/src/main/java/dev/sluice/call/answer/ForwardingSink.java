package dev.sluice.call.answer;

import dev.sluice.call.Head;
import io.netty.buffer.ByteBuf;

/// A sink that passes everything on to the next one; a subclass overrides the methods for what it
/// wants to see.
public abstract class ForwardingSink implements Sink {
  /// The next sink. Confined to the loop.
  protected final Sink next;

  protected ForwardingSink(Sink next) {
    this.next = next;
  }

  @Override
  public CallInfo info() {
    return next.info();
  }

  @Override
  public void attach(AttemptInfo attempt) {
    next.attach(attempt);
  }

  @Override
  public void signal(Signal signal) {
    next.signal(signal);
  }

  @Override
  public void progress(Progress progress) {
    next.progress(progress);
  }

  @Override
  public void head(Head head) {
    next.head(head);
  }

  @Override
  public void body(ByteBuf bytes) {
    next.body(bytes);
  }

  @Override
  public void flush() {
    next.flush();
  }

  @Override
  public void end() {
    next.end();
  }

  @Override
  public void reset() {
    next.reset();
  }

  @Override
  public boolean takeBack() {
    return next.takeBack();
  }

  @Override
  public boolean committed() {
    return next.committed();
  }

  @Override
  public boolean writable() {
    return next.writable();
  }

  @Override
  public void onWritable(Runnable resume) {
    next.onWritable(resume);
  }
}
