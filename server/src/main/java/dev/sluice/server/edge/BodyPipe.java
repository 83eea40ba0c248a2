package dev.sluice.server.edge;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The way of a request's body from its connection's loop to the thread that reads it. It holds
/// little: where more has come than is read, the connection is to bring no more for now.
///
/// ```text
/// loop ── add ──> pieces ── read ──> thread
///   ^── resume, once there is room again ──┘
/// ```
final class BodyPipe {
  /// From how many bytes on the connection is to bring no more. What one read of a socket has
  /// brought may come on top of that.
  static final int FULL = 128 * 1024;

  private static final int ROOM_AGAIN = FULL / 2;

  /// What a piece takes beside its bytes.
  private static final int PIECE_COSTS = 48;

  private final Runnable resume;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final Deque<byte[]> pieces = new ArrayDeque<>(2);
  private int first;
  private int held;
  private boolean full;
  private boolean ended;
  private boolean gone;

  /// @param resume called when there is room again, on the thread that reads
  BodyPipe(Runnable resume) {
    this.resume = resume;
  }

  /// Adds a part of the body; `bytes` stays the caller's. On the loop.
  ///
  /// @return whether there is room for more
  boolean add(ByteBuf bytes) {
    int length = bytes.readableBytes();
    lock.lock();
    try {
      if (length > 0 && !gone) {
        byte[] piece = new byte[length];
        bytes.readBytes(piece);
        pieces.add(piece);
        held += length + PIECE_COSTS;
        full = held >= FULL;
        changed.signal();
      }
      return !full;
    } finally {
      lock.unlock();
    }
  }

  /// Notes that the whole body has come. On the loop.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Notes that no more comes, and that nobody waits for what becomes of it.
  void drop() {
    lock.lock();
    try {
      gone = true;
      pieces.clear();
      held = 0;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Reads some of the body, and waits for it.
  ///
  /// @return how many bytes; -1 at the end
  int read(byte[] into, int from, int length) throws ClientGone, InterruptedException {
    int count;
    boolean again;
    lock.lock();
    try {
      byte[] piece = next();
      if (piece == null) {
        return -1;
      }
      count = Math.min(length, piece.length - first);
      System.arraycopy(piece, first, into, from, count);
      first += count;
      held -= count;
      if (first == piece.length) {
        pieces.remove();
        first = 0;
        held -= PIECE_COSTS;
      }
      again = full && held <= ROOM_AGAIN;
      full &= !again;
    } finally {
      lock.unlock();
    }
    if (again) {
      resume.run();
    }
    return count;
  }

  private byte @Nullable [] next() throws ClientGone, InterruptedException {
    while (true) {
      if (gone) {
        throw new ClientGone();
      }
      byte[] piece = pieces.peek();
      if (piece != null || ended) {
        return piece;
      }
      changed.await();
    }
  }
}
