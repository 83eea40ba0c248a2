package dev.sluice.cluster.lease;

import dev.sluice.accounts.budget.SharedLimits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The limits of keys, leased as quotas are. A call that finds nothing at hand parks its thread for
/// an answer; it is refused, and does not wait, if that grants nothing.
final class KeyLeases implements SharedLimits {
  private static final long GRACE = Duration.ofMillis(10).toNanos();

  private final ShareMeans means;
  private final String cluster;
  private final Map<String, KeyRate> calls = new ConcurrentHashMap<>();
  private final Map<String, KeyRate> tokens = new ConcurrentHashMap<>();
  private final Map<String, Slots> slots = new ConcurrentHashMap<>();

  KeyLeases(ShareMeans means, String cluster) {
    this.means = means;
    this.cluster = cluster;
  }

  private KeyRate rate(String key, Kind kind) {
    return switch (kind) {
      case CALLS -> calls.computeIfAbsent(key, id -> new KeyRate(means, name(id) + ":rpm"));
      case TOKENS -> tokens.computeIfAbsent(key, id -> new KeyRate(means, name(id) + ":tpm"));
    };
  }

  private String name(String key) {
    return NodeShares.VERSION + "{" + cluster + "/key/" + NodeShares.digest(key) + "}";
  }

  @Override
  public long take(String key, Kind kind, long perMinute, long count, long now) {
    return rate(key, kind).take(perMinute, count);
  }

  @Override
  public void correct(String key, Kind kind, long more) {
    rate(key, kind).correct(more);
  }

  @Override
  public boolean enter(String key, long most, long now) {
    return slots.computeIfAbsent(key, id -> new Slots(name(id))).enter(most);
  }

  @Override
  public void left(String key) {
    Slots of = slots.get(key);
    if (of != null) {
      of.left();
    }
  }

  /// The calls of one key at a time.
  private final class Slots {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private final SlotShare share;
    private int most;
    private int taken;

    Slots(String name) {
      share = new SlotShare(means, name, () -> most, () -> taken, this::change);
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

    boolean enter(long limit) {
      lock.lock();
      try {
        most = (int) Math.min(limit, Integer.MAX_VALUE - 1);
        long rest = means.patience() + GRACE;
        while (share.nextOpen(most, taken, means.now()) - means.now() > 0) {
          if (means.view().alone() || !share.isAsking() || rest <= 0) {
            return false;
          }
          rest = answered.awaitNanos(rest);
        }
        taken++;
        return true;
      } catch (InterruptedException left) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        lock.unlock();
      }
    }

    void left() {
      lock.lock();
      try {
        taken--;
      } finally {
        lock.unlock();
      }
    }
  }
}
