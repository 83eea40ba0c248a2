package dev.sluice.internal.hedge;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sink of one of two attempts. Holds what the attempt says until it means something; then the
/// attempt has won, and the real sink gets what was held and all that follows. An attempt that has
/// lost is stopped, and what it still says is dropped.
///
/// Confined to the loop, but for [#committed], [#usage] and [#target].
final class HeldSink extends ForwardingSink {
  /// The decision about the race.
  interface Listener {
    /// The attempt has been made.
    void attached(HeldSink sink, AttemptHandle attempt);

    /// The attempt answers. Afterwards it has won or lost.
    void answers(HeldSink sink);
  }

  private enum State {
    HOLDING,
    WON,
    LOST
  }

  private final Listener judge;

  // Confined to the loop.
  private final List<Runnable> held = new ArrayList<>();
  private final List<ByteBuf> buffers = new ArrayList<>();
  private int heldBytes;
  private State state = State.HOLDING;
  private @Nullable AttemptHandle attempt;
  private @Nullable Head head;

  // Written on the loop.
  private volatile boolean won;
  private volatile Usage usage = Usage.NONE;
  private volatile @Nullable String target;

  HeldSink(Sink next, Listener judge) {
    super(next);
    this.judge = judge;
  }

  /// The target of the attempt; empty until it is made. Safe for any thread.
  Optional<String> target() {
    return Optional.ofNullable(target);
  }

  /// The usage of the attempt so far. Safe for any thread.
  Usage usage() {
    return usage;
  }

  /// It answers first.
  void win() {
    state = State.WON;
    won = true;
    held.forEach(Runnable::run);
    held.clear();
    buffers.clear();
  }

  /// Another one does, or it has failed: it is stopped if it still runs, or as soon as it begins.
  void lose() {
    if (state == State.HOLDING) {
      state = State.LOST;
      buffers.forEach(ByteBuf::release);
      buffers.clear();
      held.clear();
      stop();
    }
  }

  /// Its failure is the outcome of the call: the headers that the provider sent with it are passed
  /// on.
  void fail() {
    if (head != null && state != State.WON) {
      next.head(head);
    }
  }

  private void stop() {
    if (attempt != null) {
      attempt.abort(new Failed.Cancelled());
    }
  }

  @Override
  public void attach(AttemptHandle attempt) {
    this.attempt = attempt;
    target = attempt.target();
    if (state == State.LOST) {
      stop();
    } else {
      judge.attached(this, attempt);
    }
  }

  @Override
  public void progress(Progress progress) {
    if (progress == Progress.MEANINGFUL || progress == Progress.TERMINATED) {
      answers();
    }
    pass(() -> next.progress(progress));
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
