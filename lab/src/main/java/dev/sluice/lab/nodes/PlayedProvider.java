package dev.sluice.lab.nodes;

import dev.sluice.lab.load.ReplyListener;
import dev.sluice.lab.load.ReplyListener.Stands;
import dev.sluice.lab.load.Timeline;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.LimitDecision.Granted;
import dev.sluice.sim.limit.LimitDecision.Refused;
import dev.sluice.sim.limit.Limiter;
import dev.sluice.sim.limit.ModelLimits;

/// A provider with exact limits. It charges a call's input and its bound at admission, and gives
/// back the unused rest when the answer has ended; a refused call costs a request.
final class PlayedProvider {
  /// How long a message is on its way to it.
  static final long ONE_WAY = 25_000_000;

  private static final long FIRST = 500_000_000;
  private static final long TOKEN = 10_000_000;

  private final Timeline timeline;
  private final Setting setting;
  private final Tally tally;
  private final Limiter limiter;

  PlayedProvider(Timeline timeline, Setting setting, Tally tally) {
    this.timeline = timeline;
    this.setting = setting;
    this.tally = tally;
    this.limiter = new Limiter(limits(1), timeline.now());
  }

  private ModelLimits limits(double factor) {
    return new ModelLimits(
        limit(Math.round(setting.requests() * factor)),
        limit(Math.round(setting.quota() * factor)),
        setting.concurrent().orElse(Integer.MAX_VALUE),
        true);
  }

  private Limit limit(long perMinute) {
    return new Limit(perMinute, setting.atOnce(perMinute));
  }

  /// Changes the limits without a word.
  void become(double factor) {
    limiter.become(limits(factor), timeline.now());
  }

  /// Makes one attempt.
  void attempt(String node, NodeProcess process, PlannedCall call, ReplyListener heard) {
    timeline.after(ONE_WAY, () -> decide(node, process, call, heard));
  }

  private void decide(String node, NodeProcess process, PlannedCall call, ReplyListener heard) {
    switch (limiter.admit(call.charge(), timeline.now())) {
      case Refused refused -> {
        tally.attempt(node, call, true);
        Stands stands = Stands.of(limiter, timeline.now());
        process.after(ONE_WAY, () -> heard.refused(refused, stands));
      }
      case Granted granted -> {
        tally.attempt(node, call, false);
        answer(node, process, call, granted, heard);
      }
    }
  }

  private void answer(
      String node, NodeProcess process, PlannedCall call, Granted granted, ReplyListener heard) {
    Stands stands = Stands.of(limiter, timeline.now());
    process.after(ONE_WAY, () -> heard.admitted(stands));
    process.after(FIRST + ONE_WAY, heard::started);
    timeline.after(
        FIRST + call.output() * TOKEN,
        () -> {
          limiter.settle(granted, call.size(), timeline.now());
          tally.ended(node, call);
          process.after(ONE_WAY, heard::ended);
        });
  }
}
