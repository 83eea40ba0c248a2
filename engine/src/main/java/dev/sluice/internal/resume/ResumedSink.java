package dev.sluice.internal.resume;

import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Head;
import dev.sluice.call.Payer;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.internal.resume.PrefillFormat.Continuation;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sink that puts the rest of an answer behind its beginning. Until the client has some of the
/// rest, another attempt at it can be made. Confined to the loop, but for [#committed], [#lost],
/// [#disown] and [#takeBack].
final class ResumedSink extends ForwardingSink implements AttemptInfo.Debtor {
  private final Continuation continuation;
  private final AtomicBoolean attempted;
  private volatile boolean begun;

  /// @param attempted set when an attempt is made
  ResumedSink(Sink next, Continuation continuation, AtomicBoolean attempted) {
    super(next);
    this.continuation = continuation;
    this.attempted = attempted;
  }

  @Override
  public void attach(AttemptInfo attempt) {
    attempted.set(true);
    attempt.owedBy(this);
    next.attach(attempt);
  }

  @Override
  public void progress(Progress progress) {
    if (progress == Progress.MEANINGFUL || progress == Progress.TERMINATED) {
      next.progress(progress);
    }
  }

  /// Drops the head, since the client has one.
  @Override
  public void head(Head head) {}

  /// Drops the hint, which belongs to a failure that does not end the answer.
  @Override
  public void signal(Signal signal) {
    if (!(signal instanceof Signal.ComeBack)) {
      next.signal(signal);
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    continuation.join(bytes).ifPresentOrElse(this::pass, this::fail);
  }

  /// Ends the answer. An event without its blank line is the last one.
  @Override
  public void end() {
    pass(continuation.end());
    next.end();
  }

  private void pass(ByteBuf joined) {
    if (joined.isReadable()) {
      begun = true;
      next.body(joined);
    } else {
      joined.release();
    }
  }

  private void fail() {
    AttemptInfo attempt = info().attempt();
    if (attempt != null) {
      attempt.abort(new BadAnswer(Flaw.MALFORMED, "the rest of the answer cannot be joined to it"));
    }
  }

  /// Drops the attempt at the rest. The beginning stays, with its usage.
  @Override
  public void reset() {
    info().drop();
    continuation.reset();
  }

  /// Returns why nobody owes the attempt: while nothing of the rest has reached the client, the
  /// answer is what it was without it.
  @Override
  public Optional<Payer.Loss.Cause> lost() {
    return begun ? Optional.empty() : Optional.of(Payer.Loss.Cause.RESUME);
  }

  @Override
  public boolean committed() {
    return begun;
  }

  @Override
  public boolean takeBack() {
    return !begun;
  }
}
