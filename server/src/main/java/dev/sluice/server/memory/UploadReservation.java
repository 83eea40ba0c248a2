package dev.sluice.server.memory;

import dev.sluice.call.runtime.Reservation;
import java.time.Duration;

/// The memory of one large body, which waits until there is room for all of it; see [UploadRoom].
/// Its fields are guarded by the lock of that.
public final class UploadReservation implements Reservation {
  /// The rate at which a body must come to keep its room while others wait for some, in bytes a
  /// second; less than a slow line brings.
  private static final long RATE = 128 * 1024;

  private static final long GRACE = Duration.ofSeconds(3).toNanos();

  /// The states of the wait.
  enum State {
    WAITING,
    COMING,
    LAPSED,
    REFUSED,
    CLOSED
  }

  private final UploadRoom room;
  final Reservation memory;
  final String owner;
  final int length;
  private final long announced;
  private long begun;

  State state = State.REFUSED;

  /// How many bytes are reserved, and how many more the body has room for.
  long size;

  long rest;

  UploadReservation(UploadRoom room, Reservation memory, String owner, int length, long announced) {
    this.room = room;
    this.memory = memory;
    this.owner = owner;
    this.length = length;
    this.announced = announced;
    this.begun = announced;
  }

  /// Whether the body may come.
  ///
  /// @param now on the clock on which it was announced
  public boolean mayCome(long now) {
    synchronized (room) {
      if (state == State.WAITING) {
        room.look(this, now);
        begun = now;
      }
      return state != State.WAITING && state != State.REFUSED;
    }
  }

  /// Whether it is of no use to wait until `now` and longer.
  ///
  /// @param patience how long a body waits at most
  public boolean isRefused(long now, Duration patience) {
    synchronized (room) {
      return state == State.REFUSED || now - announced >= patience.toNanos();
    }
  }

  /// Whether the body counts in what its client has.
  boolean counts() {
    return state == State.COMING || state == State.LAPSED;
  }

  /// Whether more is asked for than was announced for the sake of whole blocks alone.
  boolean isRounding(long bytes) {
    return state == State.COMING && bytes <= (long) length + 2 * BodyBuffers.BLOCK;
  }

  /// Whether the body has come too slowly.
  boolean isLate(long now) {
    long since = now - begun;
    return since > GRACE && size < RATE * Duration.ofNanos(since).toSeconds();
  }

  @Override
  public boolean resize(long bytes) {
    return room.resize(this, bytes);
  }

  @Override
  public void close() {
    room.close(this);
  }
}
