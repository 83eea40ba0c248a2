package dev.sluice.internal.probe;

import dev.sluice.call.Payer;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import java.util.Optional;

/// Says of a probe's answer that no key owes it.
final class ProbeSink extends ForwardingSink {
  ProbeSink(Sink next) {
    super(next);
  }

  @Override
  public Optional<Payer.Loss.Cause> lost() {
    return Optional.of(Payer.Loss.Cause.PROBE);
  }
}
