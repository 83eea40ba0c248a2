package dev.sluice.internal.pay;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Payer.Loss;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import java.util.Optional;

/// Filter that tells a call's payer what an attempt has used that the payer does not owe. It stands
/// around each attempt at one target.
///
/// An attempt is owed if its answer was whole, if some of the answer has reached the client, if the
/// client has left, or if more was written than the client may hold. The sinks in front of the
/// filter know where an attempt is not owed nevertheless ([Sink#lost]). Where several calls share
/// one, a failed attempt is taken from them first ([Sink#disown]).
public final class LossFilter implements Filter {
  private final String target;
  private final Optional<Loss.Cause> always;

  /// @param target `provider/model`
  /// @param copies whether the attempts are copies, whose answers nobody gets
  public LossFilter(String target, boolean copies) {
    this.target = target;
    this.always = copies ? Optional.of(Loss.Cause.SHADOW) : Optional.empty();
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    if (!call.payer().pays()) {
      return next.send(call, sink);
    }
    var attempt = new PaidSink(sink);
    Outcome outcome = Failed.Internal.UNTOLD;
    try {
      outcome = next.send(call, attempt);
      return outcome;
    } catch (InterruptedException left) {
      outcome = new Failed.Cancelled();
      throw left;
    } finally {
      tell(call, attempt, outcome);
    }
  }

  private void tell(Call call, PaidSink attempt, Outcome outcome) {
    Optional<Loss.Cause> cause = always.or(attempt::lost);
    Payer.Bill bill = attempt.bill(outcome);
    boolean lost = cause.isPresent() || (!bill.owed() && attempt.disown());
    if (lost && isBilled(bill, attempt.meant())) {
      var why = cause.orElse(Loss.Cause.RETRY);
      call.payer().lost(call, new Loss(call.targetName(target), why, used(bill, attempt), outcome));
    }
  }

  /// Returns the usage of a lost attempt. An estimate of an attempt that has said nothing is left
  /// to the payer.
  private static Usage used(Payer.Bill bill, PaidSink attempt) {
    return bill.usage().estimated() && !attempt.meant() ? Usage.NONE : bill.usage();
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
