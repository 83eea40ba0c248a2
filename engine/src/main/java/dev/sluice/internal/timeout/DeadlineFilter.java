package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;

/// Filter that refuses a call whose deadline has passed before it starts. Later on each wait takes
/// the deadline into account itself.
public record DeadlineFilter(Clock clock) implements Filter {
  @Override
  public boolean passes(Call call) {
    return !call.deadline().passedToBegin(clock.nanos());
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) {
    Duration given = Duration.ofNanos(Math.max(0, call.deadline().begin() - call.arrived()));
    return new Failed.TimedOut(Failed.Phase.DEADLINE, given);
  }
}
