package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.RedisReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The calls of one key at a time. Safe for any thread but a loop.
final class KeySlots {
  private static final long GRACE = Duration.ofMillis(10).toNanos();

  private final LimitMeans means;
  private final Duration kept;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition answered = lock.newCondition();
  private final SlotShare share;

  // Guarded by the lock.
  private int most;
  private int taken;
  private long used;
  private boolean ended;

  /// What becomes of a call.
  enum Entry {
    /// It is let in.
    IN,
    /// There is no slot for it.
    FULL,
    /// These slots are not used any more.
    ENDED
  }

  /// @param kept how long they are kept when nobody uses them
  KeySlots(ShareMeans means, String name, Duration kept) {
    this.means = LimitMeans.ofKey(means, List.of(SlotShare.key(name)));
    this.kept = kept;
    share = new SlotShare(this.means, name, () -> most, () -> taken, this::change);
    used = means.now();
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      answered.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Entry enter(long limit) {
    lock.lock();
    try {
      if (ended) {
        return Entry.ENDED;
      }
      used = means.now();
      most = (int) Math.min(limit, Integer.MAX_VALUE - 1);
      return enter() ? Entry.IN : Entry.FULL;
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      return Entry.FULL;
    } finally {
      lock.unlock();
    }
  }

  private boolean enter() throws InterruptedException {
    long rest = means.patience() + GRACE;
    while (share.nextOpen(most, taken, means.now()) - means.now() > 0) {
      if (means.view().alone() || !share.isAsking() || rest <= 0) {
        return false;
      }
      rest = answered.awaitNanos(rest);
    }
    taken++;
    return true;
  }

  void left() {
    lock.lock();
    try {
      taken--;
    } finally {
      lock.unlock();
    }
  }

  /// Ends them if nobody has used them for long.
  ///
  /// @return whether they have ended
  boolean end() {
    lock.lock();
    try {
      ended |= taken == 0 && means.now() - used > kept.toNanos();
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /// Why it is out of reach, if it is and somebody uses it. Any thread.
  Optional<RedisReply> apart() {
    return means.apartInUse();
  }

  /// Gives everything back, since the node leaves.
  void leave() {
    change(share::close);
  }
}
