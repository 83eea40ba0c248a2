package dev.sluice.lab.admit;

import dev.sluice.lab.load.ReplyListener;
import dev.sluice.lab.load.ReplyListener.Stands;
import dev.sluice.lab.load.Timeline;
import dev.sluice.sim.limit.LimitDecision.Granted;
import dev.sluice.sim.limit.LimitDecision.Refused;
import dev.sluice.sim.limit.Limiter;

/// A provider with exact limits. The provider charges a call's input and its bound at admission and
/// gives back the unused rest when the answer has ended; a refused call costs a request.
final class LimitedProvider {
  private final Timeline timeline;
  private final ProviderSpeed speed;
  private final Limiter limiter;
  private final Busy busy;
  private final CallOutcomes outcomes;

  LimitedProvider(
      ProviderRates rates,
      ProviderSpeed speed,
      Timeline timeline,
      Busy busy,
      CallOutcomes outcomes) {
    this.timeline = timeline;
    this.speed = speed;
    this.limiter = new Limiter(rates.limits(), timeline.now());
    this.busy = busy;
    this.outcomes = outcomes;
  }

  /// Makes one attempt for `call`.
  public void attempt(WorkloadCall call, ReplyListener reply) {
    timeline.after(speed.oneWay(), () -> decide(call, reply));
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
  public void allow(ProviderRates rates) {
    limiter.become(rates.limits(), timeline.now());
  }

  private void decide(WorkloadCall call, ReplyListener reply) {
    outcomes.attempted();
    switch (limiter.admit(call.charge(), timeline.now())) {
      case Refused refused -> refuse(refused, reply);
      case Granted granted -> answer(call, granted, reply);
    }
  }

  private void refuse(Refused refused, ReplyListener reply) {
    outcomes.throttled(timeline.now());
    Stands stands = Stands.of(limiter, timeline.now());
    timeline.after(speed.oneWay(), () -> reply.refused(refused, stands));
  }

  private void answer(WorkloadCall call, Granted granted, ReplyListener reply) {
    outcomes.admitted(call, timeline.now());
    busy.charged((double) call.charge());
    Stands stands = Stands.of(limiter, timeline.now());
    timeline.after(speed.oneWay(), () -> reply.admitted(stands));
    timeline.after(speed.first() + speed.oneWay(), reply::started);
    timeline.after(
        speed.first() + call.output() * speed.token(), () -> settle(call, granted, reply));
  }

  /// Gives back what a call has not used, when all of its answer has been made.
  private void settle(WorkloadCall call, Granted granted, ReplyListener reply) {
    limiter.settle(granted, call.size(), timeline.now());
    busy.charged((double) call.size() - call.charge());
    timeline.after(speed.oneWay(), reply::ended);
  }
}
