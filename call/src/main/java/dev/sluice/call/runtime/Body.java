package dev.sluice.call.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/// A request's body, kept until no attempt can need it any more. The body counts against one bound
/// for the whole process; [#close] gives back the bytes and the reservation, once however often it
/// is called.
///
/// A stream may take long, and is not asked for again once its client has its beginning: from then
/// on the body is given back ([#giveBack]), unless somebody has said before that it is needed to
/// the call's end ([#keep]). Its size and its [#print] stay.
///
/// ```text
/// OPEN ──keep──────> KEPT ──close──> CLOSED
///   ├────giveBack──> GIVING ───────────^
///   └────close─────────────────────────┘
/// ```
///
/// A thread that closes while the loop gives back leaves the release to the loop.
public final class Body implements AutoCloseable {
  /// How many bytes at the end a print is made of, where requests of one conversation differ.
  private static final int PRINTED = 4 * 1024;

  private static final int OPEN = 0;
  private static final int KEPT = 1;
  private static final int GIVING = 2;
  private static final int CLOSED = 3;

  /// A field updater instead of an atomic object of its own: each call has a body.
  private static final AtomicIntegerFieldUpdater<Body> STATE =
      AtomicIntegerFieldUpdater.newUpdater(Body.class, "state");

  private final int size;

  private volatile int state = OPEN;

  // Written by the thread that closes.
  private volatile @Nullable ByteBuf bytes;
  private @Nullable Runnable giveBack;
  private volatile int print;

  /// What is run before the bytes are given back to an open call. Confined to the loop.
  private @Nullable Runnable before;

  /// Takes over `bytes`.
  ///
  /// @param giveBack returns the reservation; run once, on the thread that closes, or on the loop
  ///   where the body is given back before the end of its call
  public Body(ByteBuf bytes, Runnable giveBack) {
    this.bytes = bytes;
    this.size = bytes.readableBytes();
    this.giveBack = giveBack;
  }

  /// A view of the bytes with a position of its own, valid until this body is closed or given back;
  /// retain it to keep it longer.
  ///
  /// @throws IllegalStateException if the bytes have been given back
  public ByteBuf bytes() {
    ByteBuf there = bytes;
    if (there == null) {
      throw new IllegalStateException("the bytes of the body have been given back");
    }
    return there.duplicate();
  }

  /// The size of the body in bytes, also when they have been given back.
  public int size() {
    return size;
  }

  /// A hash of the last bytes, by which a repeat of a request is recognised, also when they have
  /// been given back early.
  public int print() {
    ByteBuf there = bytes;
    return there == null ? print : hash(there);
  }

  private static int hash(ByteBuf bytes) {
    int length = Math.min(PRINTED, bytes.readableBytes());
    return Arrays.hashCode(ByteBufUtil.getBytes(bytes, bytes.writerIndex() - length, length));
  }

  /// Whether the body's bytes have been given back.
  public boolean isClosed() {
    return state == CLOSED;
  }

  /// Keeps the bytes until the body is closed, whatever the client has of the answer, for a reader
  /// that comes later. Safe for any thread, before the answer begins.
  ///
  /// @return whether they are there
  public boolean keep() {
    return STATE.compareAndSet(this, OPEN, KEPT) || state == KEPT;
  }

  /// Runs `task` before the bytes are given back early, for a reader that makes do with less than
  /// all of them. The last one set counts. On the loop.
  public void beforeGivenBack(Runnable task) {
    before = task;
  }

  /// Gives back the bytes and the reservation of a call that goes on, unless they are kept. On the
  /// loop.
  public void giveBack() {
    ByteBuf there = bytes;
    if (there == null || !STATE.compareAndSet(this, OPEN, GIVING)) {
      return;
    }
    try {
      print = hash(there);
      if (before != null) {
        before.run();
      }
    } finally {
      before = null;
      state = CLOSED;
      release();
    }
  }

  @Override
  public void close() {
    int was = STATE.getAndSet(this, CLOSED);
    if (was == OPEN || was == KEPT) {
      release();
    }
  }

  private void release() {
    ByteBuf there = bytes;
    Runnable reserved = giveBack;
    bytes = null;
    giveBack = null;
    if (there != null && reserved != null) {
      there.release();
      reserved.run();
    }
  }
}
