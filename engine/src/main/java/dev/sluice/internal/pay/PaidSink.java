package dev.sluice.internal.pay;

import dev.sluice.call.Answered;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;

/// Sink that notes what the attempt that answers has used. Written on the loop, read by the call's
/// thread when the answer has ended or its caller has left.
class PaidSink extends ForwardingSink {
  private static final int SENT = 1;
  private static final int MEANT = 2;
  private static final int TOLD = 4;

  private String target = "";
  private Usage usage = Usage.NONE;

  /// Flags of what has been seen of the attempt. Written last and read first, so that a thread that
  /// reads them sees the other fields as they were then.
  private volatile int seen;

  PaidSink(Sink next) {
    super(next);
  }

  /// Forgets the attempt before, whose usage is not this call's to pay.
  @Override
  public void attach(AttemptHandle attempt) {
    target = attempt.target();
    forget();
    next.attach(attempt);
  }

  @Override
  public void progress(Progress progress) {
    if (progress != Progress.CONNECTED) {
      see(progress == Progress.MEANINGFUL ? SENT | MEANT : SENT);
    }
    next.progress(progress);
  }

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
    seen |= TOLD;
    next.usage(usage);
  }

  /// Forgets the attempt, since what is dropped has reached nobody.
  @Override
  public void reset() {
    forget();
    next.reset();
  }

  private void forget() {
    usage = Usage.NONE;
    seen = 0;
  }

  private void see(int what) {
    int before = seen;
    if ((before & what) != what) {
      seen = before | what;
    }
  }

  String target() {
    return target;
  }

  Usage used() {
    return usage;
  }

  /// Whether the last attempt has begun to answer.
  boolean meant() {
    return (seen & MEANT) != 0;
  }

  /// Returns the bill of a call with this outcome. A client that has left, or whose deadline has
  /// passed, owes what was used until then, and so does one that may not hold what was written for
  /// it.
  Payer.Bill bill(Outcome outcome) {
    boolean sent = (seen & SENT) != 0;
    boolean unread = outcome.isGivenUp() || (outcome.isTooLarge() && usage.output() > 0);
    boolean owed = outcome instanceof Answered || unread || committed();
    return new Payer.Bill(target, usage, sent, owed, outcome);
  }
}
