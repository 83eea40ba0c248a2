package dev.sluice.internal.pay;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;

/// Filter that lets a call in as its payer's limits allow, whether or not the call will cost
/// anything. A call beyond a limit is refused at once and waits for nothing.
public final class EntryFilter implements Filter {
  @Override
  public boolean passes(Call call) {
    return !call.payer().pays();
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    return switch (call.payer().enter(call)) {
      case Payer.Refused(Failed why) -> why;
      case Payer.Accepted(Payer.Payment payment) -> PayFilter.paid(call, sink, next, payment);
    };
  }
}
