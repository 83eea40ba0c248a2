package dev.sluice.internal.race;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CallInfo;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Clock;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sink of one of two attempts. It holds the attempt's answer until the first meaningful event;
/// then the attempt has won, and the real sink gets what was held and all that follows. An attempt
/// that has lost is stopped, and the rest of its answer is dropped.
///
/// Confined to the loop, but for [#committed], [#lost], [#passesOn], [#won], [#usage], [#target]
/// and [#billed].
final class HeldSink extends ForwardingSink implements AttemptInfo.Rival, AttemptInfo.Debtor {
  /// The listener that decides the race.
  interface Listener {
    /// Notifies that the attempt has been made.
    void attached(HeldSink sink, AttemptInfo attempt);

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

  /// What is known of this attempt alone.
  private final CallInfo info = new CallInfo();

  // Confined to the loop.
  private final ArrayList<Runnable> held = new ArrayList<>();
  private final ArrayList<ByteBuf> buffers = new ArrayList<>();
  private int heldBytes;
  private State state = State.HOLDING;
  private @Nullable Head head;
  private Failed ending = new Failed.Cancelled();

  // Written on the loop.
  private volatile boolean won;
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
    return Optional.ofNullable(info.attempt()).map(AttemptInfo::target);
  }

  /// Returns the usage of the attempt so far. Safe for any thread.
  Usage usage() {
    return info.usage();
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
    Usage told = usage();
    long known = told.input() + told.output();
    long thought = silent / (perToken == 0 ? USUAL_TOKEN : perToken);
    return (known > 0 ? known : input) + thought;
  }

  /// Sets the outcome of the attempt if it loses from now on; without this it is cancelled.
  void losesBy(Failed why) {
    ending = why;
  }

  /// Reports that the attempt was sent after all, since the caller owes it, having left before any
  /// attempt has answered.
  void owe() {
    if (state == State.HOLDING && info.sent()) {
      next.progress(Progress.SENT);
    }
  }

  /// Makes this the attempt that answers first.
  void win() {
    state = State.WON;
    won = true;
    held.forEach(Runnable::run);
    forget();
  }

  private void forget() {
    held.clear();
    held.trimToSize();
    buffers.clear();
    buffers.trimToSize();
  }

  /// Makes the attempt lose, since another one has won or this one has failed. It is stopped if it
  /// still runs, or as soon as it begins.
  void lose() {
    if (state == State.HOLDING) {
      state = State.LOST;
      stopped = true;
      AttemptInfo made = info.attempt();
      silent = made == null ? 0 : clock.nanos() - made.begun();
      buffers.forEach(ByteBuf::release);
      forget();
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
    AttemptInfo made = info.attempt();
    if (made != null) {
      made.abort(ending);
    }
  }

  @Override
  public CallInfo info() {
    return info;
  }

  @Override
  public void attach(AttemptInfo attempt) {
    info.attach(attempt);
    attempt.races(this);
    attempt.owedBy(this);
    if (state == State.LOST) {
      stop();
    } else {
      judge.attached(this, attempt);
    }
  }

  /// Passes on the first attempt's wait alone: an attempt beside it waits while the first one runs,
  /// so that the call does not wait.
  @Override
  public void signal(Signal signal) {
    switch (signal) {
      case Signal.Queued _ -> {
        if (!beside) {
          next.signal(signal);
        }
      }
      case Signal.Whole() -> {
        if (state == State.HOLDING) {
          judge.whole(this);
        }
        pass(() -> next.signal(signal));
      }
      case Signal.ComeBack _, Signal.Alive() -> next.signal(signal);
    }
  }

  @Override
  public void progress(Progress progress) {
    if (progress == Progress.MEANINGFUL || progress == Progress.TERMINATED) {
      answers();
    }
    if (state == State.WON) {
      next.progress(progress);
    } else {
      pass(() -> next.progress(progress));
    }
  }

  @Override
  public boolean overdue(Failed.TimedOut why) {
    return state == State.HOLDING && judge.overdue(this, why);
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
    if (state == State.WON) {
      next.flush();
    } else {
      pass(next::flush);
    }
  }

  @Override
  public void end() {
    answers();
    pass(next::end);
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
    return none ? Optional.of(Payer.Loss.Cause.RACE) : Optional.empty();
  }

  /// Whether the attempt answers: while its answer is held nobody has been told of it, so that
  /// nobody owes it yet.
  @Override
  public boolean passesOn() {
    return won;
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
