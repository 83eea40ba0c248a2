package dev.sluice.internal.cache;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.internal.item.BufferingSink;
import java.time.Duration;

/// Takes in the answer for those inputs of a call of which nothing is kept. The call's own sink
/// sees what becomes of the call, but nothing of the answer.
final class MissSink extends BufferingSink {
  private final Sink sink;

  MissSink(Sink sink, Reservation memory, int items) {
    super(memory, items);
    this.sink = sink;
  }

  @Override
  public void attach(AttemptHandle attempt) {
    super.attach(attempt);
    sink.attach(attempt);
  }

  @Override
  public void queued(Duration waited) {
    sink.queued(waited);
  }

  @Override
  public void comeBack(Duration wait) {
    sink.comeBack(wait);
  }

  @Override
  public void allowance(RateLimitInfo allowance) {
    sink.allowance(allowance);
  }

  @Override
  public void usage(Usage usage) {
    super.usage(usage);
    sink.usage(usage);
  }
}
