package dev.sluice.internal.pay;

import dev.sluice.call.Call;
import dev.sluice.call.Payer;
import dev.sluice.call.answer.Sink;

/// Sink that tells with an answer what it costs, where its payment knows that and the answer can
/// still say it: before the end of the answer, so that a whole one can say it in its head.
final class PricedSink extends PaidSink {
  private final Call call;
  private final Payer.Payment payment;

  PricedSink(Sink next, Call call, Payer.Payment payment) {
    super(next);
    this.call = call;
    this.payment = payment;
  }

  @Override
  public void end() {
    if (next.takesCost()) {
      payment.quote(call.targetName(target()), used()).ifPresent(next::cost);
    }
    next.end();
  }
}
