package dev.sluice.internal.commit;

import dev.sluice.call.Head;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.config.policy.RoutePolicy.CommitConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Sink that holds the answer to one call until the answer is complete, the hold is over, or there
/// is no room for more. Then it passes on what it holds and all that follows.
///
/// The held bytes are copied, since a small event may pin a large buffer, and counted. The answer
/// of an attempt that has failed is frozen until the next attempt begins: a hold that is over in
/// between releases nothing. Confined to the loop, but for [#committed] and [#takeBack].
final class HoldingSink extends ForwardingSink {
  private static final int FIRST_CAPACITY = 4 * 1024;

  private static final byte[] TOO_LONG =
      ": the answer is longer than what is held of it: it begins before it is complete\n\n"
          .getBytes(StandardCharsets.UTF_8);

  private final CommitConfig config;
  private final Reservation reservation;
  private final Loop loop;

  // What is held of the attempt.
  private @Nullable Head head;
  private final Set<Progress> progress = EnumSet.noneOf(Progress.class);
  private @Nullable ByteBuf held;
  private Loop.@Nullable Timer until;

  /// The state. The loop changes it from holding by way of releasing to passing; the call's thread,
  /// which may look while the loop releases, from holding to frozen.
  private final AtomicReference<State> state = new AtomicReference<>(State.HOLDING);

  private enum State {
    HOLDING,
    FROZEN,
    RELEASING,
    PASSING
  }

  /// @param config not off
  /// @param reservation the memory of what is held; closed with this
  HoldingSink(Sink next, CommitConfig config, Reservation reservation, Loop loop) {
    super(next);
    this.config = config;
    this.reservation = reservation;
    this.loop = loop;
  }

  @Override
  public void progress(Progress reached) {
    boolean begins = reached == Progress.MEANINGFUL || reached == Progress.TERMINATED;
    if (passes() || !begins) {
      next.progress(reached);
      return;
    }
    progress.add(reached);
    if (until == null && config.hold().isPresent()) {
      until = loop.schedule(config.hold().get(), this::release);
    }
  }

  @Override
  public void head(Head said) {
    if (passes()) {
      next.head(said);
    } else {
      head = said;
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    if (!passes() && !hold(bytes)) {
      boolean _ = release(Unpooled.wrappedBuffer(TOO_LONG));
    }
    if (passes()) {
      next.body(bytes);
    } else {
      bytes.release();
    }
  }

  /// @return whether there was room for a copy of `bytes`
  private boolean hold(ByteBuf bytes) {
    ByteBuf into = held == null ? Unpooled.buffer(FIRST_CAPACITY, CommitConfig.MAX) : held;
    held = into;
    int size = into.readableBytes() + bytes.readableBytes();
    if (size > config.max() || !reservation.resize(capacity(into, size))) {
      return false;
    }
    into.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    return true;
  }

  private static int capacity(ByteBuf into, int size) {
    return size <= into.capacity()
        ? into.capacity()
        : into.alloc().calculateNewCapacity(size, CommitConfig.MAX);
  }

  @Override
  public void flush() {
    if (passes()) {
      next.flush();
    }
  }

  private boolean passes() {
    return state.get() == State.PASSING;
  }

  @Override
  public void end() {
    release();
    next.end();
  }

  /// Drops what is held of an attempt that has failed, since another one is made.
  @Override
  public void reset() {
    drop();
    boolean _ = state.compareAndSet(State.FROZEN, State.HOLDING);
    next.reset();
  }

  @Override
  public boolean committed() {
    return passes() && next.committed();
  }

  @Override
  public boolean takeBack() {
    return state.compareAndSet(State.HOLDING, State.FROZEN)
        || switch (state.get()) {
          case HOLDING, FROZEN -> true;
          // The client is about to have it.
          case RELEASING -> false;
          case PASSING -> next.takeBack();
        };
  }

  @Override
  public boolean writable() {
    return !passes() || next.writable();
  }

  /// Ends the sink with the call. What the last attempt has said is no part of the answer if that
  /// has not begun, except the head of an error.
  void close() {
    Head said = head;
    boolean failed = !passes();
    drop();
    if (failed && said != null) {
      next.head(said);
    }
    reservation.close();
  }

  private void drop() {
    stopTimer();
    if (held != null) {
      held.release();
      held = null;
    }
    head = null;
    progress.clear();
    boolean _ = reservation.resize(0);
  }

  private void stopTimer() {
    if (until != null) {
      until.cancel();
      until = null;
    }
  }

  private void release() {
    if (release(Unpooled.EMPTY_BUFFER)) {
      next.flush();
    }
  }

  /// @param before bytes that are passed on in front of what is held
  /// @return whether the sink has just ceased to hold
  private boolean release(ByteBuf before) {
    if (!state.compareAndSet(State.HOLDING, State.RELEASING)) {
      return false;
    }
    Head said = head;
    if (said != null) {
      next.head(said);
    }
    progress.forEach(next::progress);
    pass(before);
    for (ByteBuf bytes = held; bytes != null && bytes.isReadable(); ) {
      int part = Math.min(bytes.readableBytes(), CommitPoint.HELD_MAX);
      pass(bytes.readRetainedSlice(part));
    }
    drop();
    state.set(State.PASSING);
    return true;
  }

  private void pass(ByteBuf bytes) {
    if (bytes.isReadable()) {
      next.body(bytes);
    }
  }
}
