package dev.sluice.internal.pay;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Payer.Loss;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import java.util.Optional;

/// Filter that tells a call's payer what an attempt has used that the payer does not owe. It stands
/// around each attempt at one target.
///
/// An attempt is owed if its answer was whole, if some of the answer has reached the client, if the
/// client has left, or if more was written than the client may hold. The attempt's record knows
/// where it is not owed nevertheless ([AttemptInfo#lost]). Where several calls share one, a failed
/// attempt is taken from them first ([AttemptInfo#disown]).
public final class LossFilter implements Filter {
  private final Optional<Loss.Cause> always;

  /// @param copies whether the attempts are copies, whose answers nobody gets
  public LossFilter(boolean copies) {
    this.always = copies ? Optional.of(Loss.Cause.SHADOW) : Optional.empty();
  }

  @Override
  public boolean passes(Call call) {
    return !call.payer().pays();
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    AttemptInfo before = sink.info().attempt();
    Outcome outcome = Failed.Internal.UNTOLD;
    try {
      outcome = next.send(call, sink);
      return outcome;
    } catch (InterruptedException left) {
      outcome = new Failed.Cancelled();
      throw left;
    } finally {
      AttemptInfo attempt = sink.info().since(before);
      if (attempt != null) {
        tell(call, sink, attempt, outcome);
      }
    }
  }

  private void tell(Call call, Sink sink, AttemptInfo attempt, Outcome outcome) {
    Optional<Loss.Cause> cause = always(call).or(attempt::lost);
    if (cause.isEmpty() && outcome instanceof Answered) {
      return; // its payer owes it
    }
    String target = attempt.asked();
    Payer.Bill bill = PayFilter.bill(target, attempt.usage(), attempt.sent(), sink, outcome);
    boolean lost = cause.isPresent() || (!bill.owed() && attempt.disown());
    if (lost && isBilled(bill, attempt.meant())) {
      Usage used = used(bill, attempt.meant());
      call.payer().lost(call, new Loss(target, cause.orElse(Loss.Cause.RETRY), used, outcome));
    }
  }

  /// Returns the cause of a loss that is lost whatever comes of it: no key owes a copy, or a call
  /// of the gateway's own.
  private Optional<Loss.Cause> always(Call call) {
    boolean probe = call.failedTargets().cause() == FailedTargets.Cause.PROBE;
    return probe ? Optional.of(Loss.Cause.PROBE) : always;
  }

  /// Returns the usage of a lost attempt. An estimate of an attempt that has said nothing is left
  /// to the payer.
  private static Usage used(Payer.Bill bill, boolean meant) {
    return bill.usage().estimated() && !meant ? Usage.NONE : bill.usage();
  }

  /// Whether the provider bills an attempt: it has told what was used, has begun to answer, or was
  /// at work when the attempt was given up. An error is free.
  private static boolean isBilled(Payer.Bill bill, boolean meant) {
    Usage usage = bill.usage();
    boolean told = !usage.estimated() && usage.tokens() > 0;
    return told || meant || (bill.sent() && wasAtWork(bill.outcome()));
  }

  private static boolean wasAtWork(Outcome outcome) {
    return switch (outcome) {
      case Answered _,
          Failed.Cancelled _,
          Failed.TimedOut _,
          Failed.Unreachable _,
          Failed.BadAnswer _,
          Failed.OutOfMemory _ ->
          true;
      default -> false;
    };
  }
}
