package dev.sluice.lab.admit;

import dev.sluice.lab.admit.Reply.Stands;
import dev.sluice.sim.limit.Admission.Granted;
import dev.sluice.sim.limit.Admission.Refused;
import dev.sluice.sim.limit.Limiter;
import dev.sluice.sim.limit.Limiter.Standing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A provider with exact limits. The provider charges a call's input and its bound at admission and
/// gives back the unused rest when the answer has ended; a refused call costs a request.
final class Upstream {
  private final Timeline timeline;
  private final Pace pace;
  private final Limiter limiter;
  private final Busy busy;
  private final Journal journal;

  Upstream(Rates rates, Pace pace, Timeline timeline, Busy busy, Journal journal) {
    this.timeline = timeline;
    this.pace = pace;
    this.limiter = new Limiter(rates.limits(), timeline.now());
    this.busy = busy;
    this.journal = journal;
  }

  /// Makes one attempt for `call`.
  public void attempt(Demand call, Reply reply) {
    timeline.after(pace.oneWay(), () -> decide(call, reply));
  }

  /// Takes `tokens` that another client has used.
  ///
  /// @return whether there were as many
  public boolean used(long tokens) {
    return switch (limiter.admit(tokens, timeline.now())) {
      case Refused _ -> false;
      case Granted granted -> {
        limiter.settle(granted, tokens, timeline.now());
        yield true;
      }
    };
  }

  /// Changes its limits; the rest of the old ones stays, as far as there is room.
  public void allow(Rates rates) {
    limiter.become(rates.limits(), timeline.now());
  }

  private void decide(Demand call, Reply reply) {
    journal.attempted();
    switch (limiter.admit(call.charge(), timeline.now())) {
      case Refused refused -> refuse(refused, reply);
      case Granted granted -> answer(call, granted, reply);
    }
  }

  private void refuse(Refused refused, Reply reply) {
    journal.throttled(timeline.now());
    Stands stands = stands();
    timeline.after(pace.oneWay(), () -> reply.refused(refused, stands));
  }

  private void answer(Demand call, Granted granted, Reply reply) {
    journal.admitted(call, timeline.now());
    busy.charged((double) call.charge());
    Stands stands = stands();
    timeline.after(pace.oneWay(), () -> reply.admitted(stands));
    timeline.after(pace.first() + pace.oneWay(), reply::started);
    timeline.after(pace.first() + call.output() * pace.token(), () -> settle(call, granted, reply));
  }

  /// Gives back what a call has not used, when all of its answer has been made.
  private void settle(Demand call, Granted granted, Reply reply) {
    limiter.settle(granted, call.size(), timeline.now());
    busy.charged((double) call.size() - call.charge());
    timeline.after(pace.oneWay(), reply::ended);
  }

  private Stands stands() {
    long now = timeline.now();
    return new Stands(limited(limiter.requests(now)), limited(limiter.tokens(now)));
  }

  private static Standing limited(@Nullable Standing standing) {
    return Objects.requireNonNull(standing, "everything is limited here");
  }
}
