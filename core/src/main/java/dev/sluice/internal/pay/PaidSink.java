package dev.sluice.internal.pay;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;

/// Notes what the attempt that answers has used. Written on the loop, read by the call's thread
/// when the answer has ended or its caller has left.
final class PaidSink extends ForwardingSink {
  private volatile String target = "";
  private volatile Usage usage = Usage.NONE;
  private volatile boolean sent;
  private volatile boolean meant;

  PaidSink(Sink next) {
    super(next);
  }

  /// What an attempt before this one has used is not this call's to pay.
  @Override
  public void attach(AttemptHandle attempt) {
    target = attempt.target();
    usage = Usage.NONE;
    sent = false;
    meant = false;
    next.attach(attempt);
  }

  @Override
  public void progress(Progress progress) {
    if (progress != Progress.CONNECTED) {
      sent = true;
      meant |= progress == Progress.MEANINGFUL;
    }
    next.progress(progress);
  }

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
    next.usage(usage);
  }

  /// What is dropped has reached nobody.
  @Override
  public void reset() {
    usage = Usage.NONE;
    sent = false;
    meant = false;
    next.reset();
  }

  /// Whether the last attempt has begun to answer.
  boolean meant() {
    return meant;
  }

  /// The bill of a call that has ended so. A client that has left owes what was used until then.
  Payer.Bill bill(Outcome outcome) {
    boolean owed =
        outcome instanceof Answered || outcome instanceof Failed.Cancelled || committed();
    return new Payer.Bill(target, usage, sent, owed, outcome);
  }
}
