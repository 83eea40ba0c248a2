package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Payer;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;

/// A sink that passes everything on to the next one; a subclass overrides the methods for what it
/// wants to see.
public abstract class ForwardingSink implements Sink {
  /// The next sink. Confined to the loop.
  protected final Sink next;

  protected ForwardingSink(Sink next) {
    this.next = next;
  }

  @Override
  public void attach(AttemptHandle attempt) {
    next.attach(attempt);
  }

  @Override
  public void routed(String route) {
    next.routed(route);
  }

  @Override
  public void queued(Duration waited) {
    next.queued(waited);
  }

  @Override
  public void comeBack(Duration wait) {
    next.comeBack(wait);
  }

  @Override
  public void alive() {
    next.alive();
  }

  @Override
  public void whole() {
    next.whole();
  }

  @Override
  public void progress(Progress progress) {
    next.progress(progress);
  }

  @Override
  public boolean overdue(Failed.TimedOut why) {
    return next.overdue(why);
  }

  @Override
  public void head(Head head) {
    next.head(head);
  }

  @Override
  public void allowance(RateLimitInfo allowance) {
    next.allowance(allowance);
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
  public void usage(Usage usage) {
    next.usage(usage);
  }

  @Override
  public void withoutContent() {
    next.withoutContent();
  }

  @Override
  public void saidFailure() {
    next.saidFailure();
  }

  @Override
  public boolean takesFailure() {
    return next.takesFailure();
  }

  @Override
  public void cost(long nanos) {
    next.cost(nanos);
  }

  @Override
  public boolean takesCost() {
    return next.takesCost();
  }

  @Override
  public void paid(long nanos) {
    next.paid(nanos);
  }

  @Override
  public void end() {
    next.end();
  }

  @Override
  public void abort(Failed why) {
    next.abort(why);
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
  public Optional<Payer.Loss.Cause> lost() {
    return next.lost();
  }

  @Override
  public boolean disown() {
    return next.disown();
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
