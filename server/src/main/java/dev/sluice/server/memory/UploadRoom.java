package dev.sluice.server.memory;

import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.MemoryBudget.Use;
import dev.sluice.memory.HeapBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The room for large bodies, by the lengths that their heads announce: a body begins to come when
/// there is memory for all of it, and those behind it wait, so that bodies which come side by side
/// are not each refused in their middle for the others.
///
/// ```text
/// announced ── room ──────────> coming ── whole, and its call over ──> closed
///     └── none ──> waiting ──────^ └── too slow while others wait ──> lapsed
/// ```
///
/// What is announced is no memory: that is reserved in the [MemoryBudget] as the bytes come, and
/// small calls and answers find it free until then. So an announcement alone keeps nobody out but
/// other large bodies, and those for some seconds only. A client that is alone may fill half of the
/// budget; beyond that each may fill a quarter, or have one body.
///
/// Safe for any thread. Loops take its lock, for a moment and for large bodies alone; calls'
/// threads, which give bodies back, never do (docs/adr/0040): what they close waits in a queue for
/// whoever takes the lock next.
public final class UploadRoom {
  /// The largest body that is not asked to wait. Larger ones come in many reads.
  public static final int LARGE = 1 << 20;

  /// How many bodies wait at most, of all clients and of one.
  static final int WAITING_MAX = 256;

  static final int WAITING_OF_ONE = 64;

  private final MemoryBudget memory;
  private final long max;

  /// The bodies that were given back and are still counted: no more than were counted when the lock
  /// was last taken.
  private final Queue<UploadReservation> closed = new ConcurrentLinkedQueue<>();

  // Guarded by the lock of this object.
  private final List<UploadReservation> waiting = new ArrayList<>();
  private final Set<UploadReservation> coming = new LinkedHashSet<>();

  /// How many bytes the bodies of each client have, with what is yet to come of them.
  private final Map<String, Long> owned = new HashMap<>();

  /// How many bodies of each client wait, and how many come and have not lapsed.
  private final Map<String, Integer> waitingOf = new HashMap<>();

  private final Map<String, Integer> comingOf = new HashMap<>();

  /// How many bytes are yet to come of bodies that have room.
  private long awaited;

  /// @param memory for the bodies
  /// @param max the size of that, in bytes
  public UploadRoom(MemoryBudget memory, long max) {
    this.memory = memory;
    this.max = max;
  }

  /// Announces a body.
  ///
  /// @param owner whose body it is, as in [MemoryBudget#reserve]
  /// @param length in bytes
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public UploadReservation announce(String owner, int length, long now) {
    // Its share is looked after here, as a whole.
    var upload =
        new UploadReservation(
            this, memory.reserve(Use.BODY, SchedulingHints.NOBODY), owner, length, now);
    synchronized (this) {
      forgetClosed();
      int others = waitingOf.getOrDefault(owner, 0);
      if (waiting.size() < WAITING_MAX && others < WAITING_OF_ONE) {
        waiting.add(upload);
        waitingOf.put(owner, others + 1);
        upload.state = UploadReservation.State.WAITING;
        letIn(upload, now);
      }
    }
    return upload;
  }

  /// Gives a body that waits its room, if it is its turn and there is some.
  synchronized void look(UploadReservation upload, long now) {
    forgetClosed();
    if (upload.state == UploadReservation.State.WAITING) {
      letIn(upload, now);
    }
  }

  private void letIn(UploadReservation upload, long now) {
    if (!admits(upload) && lapses(now)) {
      admits(upload);
    }
  }

  /// Lets a body begin where there is room for all of it, and for none that has waited for longer
  /// and is not held up by its own client alone.
  private boolean admits(UploadReservation upload) {
    for (UploadReservation first : waiting) {
      if (first.equals(upload)) {
        return fits(upload, upload.length) && begin(upload);
      }
      if (isInShare(first, first.length)) {
        return false;
      }
    }
    return false;
  }

  private boolean begin(UploadReservation upload) {
    leave(upload);
    coming.add(upload);
    comingOf.merge(upload.owner, 1, Integer::sum);
    upload.state = UploadReservation.State.COMING;
    upload.rest = Math.max(0, upload.length - upload.size);
    awaited += upload.rest;
    own(upload.owner, upload.rest + upload.size);
    return true;
  }

  private void leave(UploadReservation upload) {
    waiting.remove(upload);
    countLess(waitingOf, upload.owner);
  }

  private static void countLess(Map<String, Integer> counts, String owner) {
    counts.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1);
  }

  private boolean fits(UploadReservation upload, long more) {
    return total(more) <= HeapBudget.largest(max) && isInShare(upload, more);
  }

  private boolean isInShare(UploadReservation upload, long more) {
    return total(more) <= max / 2
        || owned.getOrDefault(upload.owner, 0L) + more <= max / 4
        || isFirst(upload);
  }

  /// Whether a body is the one of its client that may go beyond the client's share.
  private boolean isFirst(UploadReservation upload) {
    if (upload.state != UploadReservation.State.COMING) {
      return upload.state == UploadReservation.State.WAITING && !comingOf.containsKey(upload.owner);
    }
    for (UploadReservation other : coming) {
      if (other.state == UploadReservation.State.COMING && other.owner.equals(upload.owner)) {
        return other.equals(upload);
      }
    }
    return false;
  }

  private long total(long more) {
    return memory.used() + awaited + more;
  }

  /// Takes back what bodies were given that come too slowly for others to wait for them. They may
  /// go on as far as there is room.
  ///
  /// @return whether there were any
  private boolean lapses(long now) {
    boolean found = false;
    for (UploadReservation upload : coming) {
      if (upload.rest > 0 && upload.isLate(now)) {
        countLess(comingOf, upload.owner);
        upload.state = UploadReservation.State.LAPSED;
        settle(upload, upload.rest, 0);
        found = true;
      }
    }
    return found;
  }

  /// Counts what of a body is yet to come less by `from`, and more by `to`.
  private void settle(UploadReservation upload, long from, long to) {
    upload.rest += to - from;
    awaited += to - from;
    own(upload.owner, to - from);
  }

  /// Counts what the bodies of a client have more by `more`. A client without an entry has 0, since
  /// a body that has lapsed before its first byte is not counted until it goes on.
  private void own(String owner, long more) {
    long bytes = owned.getOrDefault(owner, 0L) + more;
    if (bytes == 0) {
      owned.remove(owner);
    } else {
      owned.put(owner, bytes);
    }
  }

  /// Whether a body may have `bytes` in memory; counts them if so.
  synchronized boolean resize(UploadReservation upload, long bytes) {
    forgetClosed();
    long more = bytes - upload.size;
    long promised = Math.clamp(more, 0, upload.rest);
    boolean free = more <= promised || upload.isRounding(bytes);
    boolean may =
        upload.counts()
            ? free || fits(upload, more - promised)
            : upload.state == UploadReservation.State.WAITING && bytes <= LARGE;
    if (!may || !reserve(upload, bytes)) {
      return false;
    }
    own(upload.owner, upload.counts() ? more - promised : 0);
    upload.rest -= promised;
    awaited -= promised;
    return true;
  }

  private static boolean reserve(UploadReservation upload, long bytes) {
    boolean granted = upload.memory.resize(bytes);
    upload.size = granted ? bytes : upload.size;
    return granted;
  }

  /// Gives a body back, once however often it is called. Its memory is free at once, and its place
  /// with the next one that looks for room. Takes no lock.
  void close(UploadReservation upload) {
    upload.memory.close();
    closed.add(upload);
  }

  /// Counts the bodies no more that were given back.
  private void forgetClosed() {
    for (UploadReservation upload = closed.poll(); upload != null; upload = closed.poll()) {
      forget(upload);
    }
  }

  private void forget(UploadReservation upload) {
    if (upload.state == UploadReservation.State.WAITING) {
      leave(upload);
    } else if (upload.counts()) {
      if (upload.state == UploadReservation.State.COMING) {
        countLess(comingOf, upload.owner);
      }
      settle(upload, upload.rest, 0);
      own(upload.owner, -upload.size);
      coming.remove(upload);
    }
    upload.state = UploadReservation.State.CLOSED;
  }

  /// How many clients have bodies here, or wait.
  synchronized int owners() {
    forgetClosed();
    Set<String> all = new HashSet<>(owned.keySet());
    all.addAll(waitingOf.keySet());
    return all.size();
  }
}
