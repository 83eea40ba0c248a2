package dev.sluice.internal.race;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Clock;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sink of one of two attempts. It holds the attempt's answer until the first meaningful event;
/// then the attempt has won, and the real sink gets what was held and all that follows. An attempt
/// that has lost is stopped, and the rest of its answer is dropped.
///
/// Confined to the loop, but for [#committed], [#lost], [#disown], [#won], [#usage], [#target] and
/// [#billed].
final class HeldSink extends ForwardingSink {
  /// The listener that decides the race.
  interface Listener {
    /// Notifies that the attempt has been made.
    void attached(HeldSink sink, AttemptHandle attempt);

    /// Notifies that the attempt answers. Afterwards it has won or lost.
    void answers(HeldSink sink);

    /// Notifies that the first token is later than its learned bound, by which the attempt is to
    /// end.
    ///
    /// @return whether the attempt may go on
    boolean overdue(HeldSink sink, Failed.TimedOut why);

    /// Notifies that the answer is asked for whole, so that its first token does not show.
    void whole(HeldSink sink);
  }

  private enum State {
    HOLDING,
    WON,
    LOST
  }

  /// The time per token where nothing is learned, in nanoseconds.
  private static final long USUAL_TOKEN = 20_000_000L;

  private final Listener judge;
  private final Clock clock;
  private final boolean beside;

  // Confined to the loop.
  private final List<Runnable> held = new ArrayList<>();
  private final List<ByteBuf> buffers = new ArrayList<>();
  private int heldBytes;
  private State state = State.HOLDING;
  private @Nullable AttemptHandle attempt;
  private @Nullable Head head;
  private boolean sent;
  private Failed ending = new Failed.Cancelled();

  // Written on the loop.
  private volatile boolean won;
  private volatile Usage usage = Usage.NONE;
  private volatile @Nullable String target;
  private volatile long begun;
  private volatile long silent;
  private volatile boolean stopped;

  /// @param beside whether the attempt is made beside a first one
  HeldSink(Sink next, Listener judge, Clock clock, boolean beside) {
    super(next);
    this.judge = judge;
    this.clock = clock;
    this.beside = beside;
  }

  /// Returns the target of the attempt; empty until it is made. Safe for any thread.
  Optional<String> target() {
    return Optional.ofNullable(target);
  }

  /// Returns the usage of the attempt so far. Safe for any thread.
  Usage usage() {
    return usage;
  }

  /// Whether the attempt has answered first. Safe for any thread.
  boolean won() {
    return won;
  }

  /// Returns what the provider bills for the attempt, in tokens, as far as that is known: the
  /// usage, or else the input, and what the model may have thought in silence. Safe for any thread,
  /// when the attempt has ended.
  ///
  /// @param input an estimate of the input, in tokens
  /// @param perToken how long the model takes for a token, in nanoseconds; 0 where that is not
  ///   known
  long billed(long input, long perToken) {
    Usage told = usage;
    long known = told.input() + told.output();
    long thought = silent / (perToken == 0 ? USUAL_TOKEN : perToken);
    return (known > 0 ? known : input) + thought;
  }

  /// Sets the outcome of the attempt if it loses from now on; without this it is cancelled.
  void losesBy(Failed why) {
    ending = why;
  }

  /// Reports the usage of the attempt after all, which the caller owes, having left before any
  /// attempt has answered.
  void owe() {
    if (state == State.HOLDING) {
      if (sent) {
        next.progress(Progress.SENT);
      }
      next.usage(usage);
    }
  }

  /// Makes this the attempt that answers first.
  void win() {
    state = State.WON;
    won = true;
    held.forEach(Runnable::run);
    held.clear();
    buffers.clear();
  }

  /// Makes the attempt lose, since another one has won or this one has failed. It is stopped if it
  /// still runs, or as soon as it begins.
  void lose() {
    if (state == State.HOLDING) {
      state = State.LOST;
      stopped = true;
      silent = begun == 0 ? 0 : clock.nanos() - begun;
      buffers.forEach(ByteBuf::release);
      buffers.clear();
      held.clear();
      stop();
    }
  }

  /// Makes the attempt's failure the outcome of the call: the headers that the provider sent with
  /// it are passed on.
  void fail() {
    if (head != null && state != State.WON) {
      next.head(head);
    }
  }

  private void stop() {
    if (attempt != null) {
      attempt.abort(ending);
    }
  }

  @Override
  public void attach(AttemptHandle attempt) {
    this.attempt = attempt;
    begun = clock.nanos();
    target = attempt.target();
    if (state == State.LOST) {
      stop();
    } else {
      judge.attached(this, attempt);
    }
  }

  /// Passes on the first attempt's wait alone: an attempt beside it waits while the first one runs,
  /// so that the call does not wait.
  @Override
  public void queued(Duration waited) {
    if (!beside) {
      next.queued(waited);
    }
  }

  @Override
  public void progress(Progress progress) {
    if (progress == Progress.MEANINGFUL || progress == Progress.TERMINATED) {
      answers();
    }
    sent |= progress == Progress.SENT;
    pass(() -> next.progress(progress));
  }

  @Override
  public boolean overdue(Failed.TimedOut why) {
    return state == State.HOLDING && judge.overdue(this, why);
  }

  @Override
  public void whole() {
    if (state == State.HOLDING) {
      judge.whole(this);
    }
    pass(next::whole);
  }

  @Override
  public void head(Head head) {
    this.head = head;
    pass(() -> next.head(head));
  }

  @Override
  public void body(ByteBuf bytes) {
    heldBytes += bytes.readableBytes();
    if (heldBytes >= CommitPoint.HELD_MAX) {
      answers();
    }
    switch (state) {
      case WON -> next.body(bytes);
      case LOST -> bytes.release();
      case HOLDING -> {
        buffers.add(bytes);
        held.add(() -> next.body(bytes));
      }
    }
  }

  @Override
  public void flush() {
    pass(next::flush);
  }

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
    pass(() -> next.usage(usage));
  }

  @Override
  public void withoutContent() {
    pass(next::withoutContent);
  }

  @Override
  public void end() {
    answers();
    pass(next::end);
  }

  @Override
  public void abort(Failed why) {
    throw new IllegalStateException("an attempt does not end its call");
  }

  @Override
  public void reset() {
    throw new IllegalStateException("an attempt is not repeated inside a race");
  }

  /// Returns why nobody owes the attempt. The caller owes what the first attempt has used if it
  /// leaves before any has answered.
  @Override
  public Optional<Payer.Loss.Cause> lost() {
    boolean none = stopped || (beside && !won);
    return none ? Optional.of(Payer.Loss.Cause.RACE) : next.lost();
  }

  /// Makes nobody owe the attempt. While its answer is held nobody has been told of it, so that
  /// nobody owes it yet.
  @Override
  public boolean disown() {
    return !won || next.disown();
  }

  @Override
  public boolean committed() {
    return won && next.committed();
  }

  @Override
  public boolean writable() {
    return state != State.WON || next.writable();
  }

  @Override
  public void onWritable(Runnable resume) {
    if (state == State.WON) {
      next.onWritable(resume);
    }
  }

  private void answers() {
    if (state == State.HOLDING) {
      judge.answers(this);
    }
  }

  private void pass(Runnable event) {
    switch (state) {
      case WON -> event.run();
      case HOLDING -> held.add(event);
      case LOST -> {}
    }
  }
}
