package dev.sluice.internal.pay;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.CallInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import java.util.ArrayList;
import java.util.List;

/// Filter that reserves what a call may cost before it is sent, and settles what it has used when
/// it has ended.
public final class PayFilter implements Filter {
  private static final String ASKED = "/*";

  private final List<String> targets;
  private final boolean passesOn;
  private final boolean resumes;

  /// @param targets the targets of the route
  /// @param resumes whether a streamed chat that breaks off may go on at another target, where its
  ///   payer owes both parts
  public PayFilter(List<Target> targets, boolean resumes) {
    this.resumes = resumes;
    this.targets = targets.stream().map(Target::name).distinct().toList();
    this.passesOn = this.targets.stream().anyMatch(name -> name.endsWith(ASKED));
  }

  @Override
  public boolean passes(Call call) {
    return !call.payer().pays();
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    return switch (call.payer().reserve(call, targets(call), attempts(call))) {
      case Payer.Refused(Failed why) -> why;
      case Payer.Accepted(Payer.Payment payment) -> paid(call, sink, next, payment);
    };
  }

  private int attempts(Call call) {
    boolean goesOn = resumes && call.operation() == Operation.CHAT && call.facts().stream();
    return goesOn ? 2 : 1;
  }

  /// Sends the call on and settles its payment when it has ended, on every path.
  static Outcome paid(Call call, Sink sink, Service next, Payer.Payment payment)
      throws InterruptedException {
    CallInfo info = sink.info();
    info.quoted(payment::quote);
    Outcome outcome = Failed.Internal.UNTOLD;
    try {
      outcome = next.send(call, sink);
      return outcome;
    } catch (InterruptedException left) {
      outcome = new Failed.Cancelled();
      throw left;
    } finally {
      payment.settle(bill(info.asked(), info.usage(), info.sent(), sink, outcome));
      payment.cost().ifPresent(info::paid);
    }
  }

  /// Returns the names of the route's targets that a call may go to. A target that is asked for
  /// whatever model the client names has no model in its own name.
  private List<String> targets(Call call) {
    FailedTargets failed = call.failedTargets();
    if (!passesOn && failed.allFit()) {
      return targets;
    }
    var named = new ArrayList<String>(targets.size());
    for (String target : targets) {
      if (failed.fits(target)) {
        named.add(call.targetName(target));
      }
    }
    return named;
  }

  /// Returns the bill of a call, or of an attempt, with this outcome. A client that has left, or
  /// whose deadline has passed, owes what was used until then, and so does one that may not hold
  /// what was written for it.
  static Payer.Bill bill(String target, Usage usage, boolean sent, Sink sink, Outcome outcome) {
    boolean unread = outcome.isGivenUp() || (outcome.isTooLarge() && usage.output() > 0);
    boolean owed = outcome instanceof Answered || unread || sink.committed();
    return new Payer.Bill(target, usage, sent, owed, outcome);
  }
}
