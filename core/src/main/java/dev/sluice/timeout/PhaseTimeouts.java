package dev.sluice.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.Clock;
import dev.sluice.call.Filter;
import dev.sluice.call.Outcome;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;

/// Bounds each phase of an attempt. It waits for nothing: a timer of the call's loop looks at the
/// [PhaseClock] and aborts the attempt's feed.
public final class PhaseTimeouts implements Filter {
  private final TimeoutConfig bounds;
  private final Clock clock;

  public PhaseTimeouts(TimeoutConfig bounds, Clock clock) {
    this.bounds = bounds;
    this.clock = clock;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    var timed = new TimedSink(sink, bounds, call, clock);
    try {
      return next.send(call, timed);
    } finally {
      timed.stop();
    }
  }
}
