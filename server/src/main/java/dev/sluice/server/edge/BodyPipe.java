package dev.sluice.server.edge;

import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final Queue<byte[]> pieces = new ConcurrentLinkedQueue<>();
  private final AtomicInteger held = new AtomicInteger();

  /// Whether the connection is to bring no more. The one that takes this back lets it go on.
  private final AtomicBoolean full = new AtomicBoolean();

  private final ThreadSignal changed = new ThreadSignal();
  private volatile boolean ended;
  private volatile boolean gone;

  /// How many bytes of the first piece are read. Confined to the thread that reads.
  private int first;

  /// @param resume called when there is room again, on the thread that reads
  BodyPipe(Runnable resume) {
    this.resume = resume;
  }

  /// Adds a part of the body; `bytes` stays the caller's. On the loop.
  ///
  /// @return whether there is room for more
  boolean add(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (length > 0 && !gone) {
      byte[] piece = new byte[length];
      bytes.readBytes(piece);
      pieces.add(piece);
      if (held.addAndGet(length + PIECE_COSTS) >= FULL) {
        full.set(true);
        // The thread may have read all of it before, and wait for more.
        boolean _ = hasRoomAgain();
      }
      changed.signal();
    }
    return !full.get();
  }

  /// Whether there is room for more. Any thread.
  boolean hasRoom() {
    return !full.get();
  }

  private boolean hasRoomAgain() {
    return held.get() <= ROOM_AGAIN && full.compareAndSet(true, false);
  }

  /// Notes that the whole body has come. On the loop.
  void end() {
    ended = true;
    changed.signal();
  }

  /// Notes that no more comes, and that nobody waits for what becomes of it.
  void drop() {
    gone = true;
    pieces.clear();
    changed.signal();
  }

  /// Reads some of the body, and waits for it. For one thread.
  ///
  /// @return how many bytes; -1 at the end
  int read(byte[] into, int from, int length) throws ClientGone, InterruptedException {
    byte[] piece = next();
    if (piece == null) {
      return -1;
    }
    int count = Math.min(length, piece.length - first);
    System.arraycopy(piece, first, into, from, count);
    first += count;
    int taken = count;
    if (first == piece.length) {
      byte[] _ = pieces.poll();
      first = 0;
      taken += PIECE_COSTS;
    }
    held.addAndGet(-taken);
    if (hasRoomAgain()) {
      resume.run();
    }
    return count;
  }

  private byte @Nullable [] next() throws ClientGone, InterruptedException {
    changed.await(() -> !pieces.isEmpty() || ended || gone);
    if (gone) {
      throw new ClientGone();
    }
    return pieces.peek();
  }
}
