package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.Reply;
import dev.sluice.cluster.link.Script;
import dev.sluice.share.Knowledge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// One limit of a key a minute. A purse of 1 % of a minute, / nodes, saves most questions. Unlike a
/// provider's limit it begins full, since nobody else counts it. Safe for any thread but a loop.
final class KeyRate {
  private static final double WINDOW = 60;
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final long UNHEARD = Duration.ofSeconds(10).toNanos();
  private static final long GRACE = Duration.ofMillis(20).toNanos();
  private static final long SOON = Duration.ofMillis(100).toNanos();
  private static final int FULL = 4;
  private static final int ALONE = 2;
  private static final int FIRST = 1;

  private final ShareMeans means;
  private final List<String> keys;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong corrections = new AtomicLong();

  // Guarded by the lock.
  private final Purse purse = new Purse();
  private long heard;
  private boolean everHeard;
  private boolean alone;
  private boolean tellsAlone;
  private long filledAt;
  private long connection;

  KeyRate(ShareMeans means, String key) {
    this.means = means;
    this.keys = List.of(key, key + ":w", key + ":f");
  }

  /// Corrects what was taken: it was more than that by `more`.
  void correct(long more) {
    corrections.addAndGet(more);
  }

  /// Takes `count` at once, if they are there.
  ///
  /// @return 0 if they were taken; else nanoseconds until they may be
  long take(long perMinute, long count) {
    lock.lock();
    try {
      purse.take((double) corrections.getAndSet(0));
      long now = means.now();
      View view = means.view();
      if (view.alone()) {
        return takeAlone(perMinute, count, view, now);
      }
      if (alone || (everHeard && now - heard > UNHEARD)) {
        purse.drop();
        tellsAlone |= alone;
        alone = false;
      }
      return purse.level() >= count ? taken(count) : ask(perMinute, count, view, now);
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      return SOON;
    } finally {
      lock.unlock();
    }
  }

  private long taken(long count) {
    purse.take((double) count);
    return 0;
  }

  private long takeAlone(long perMinute, long count, View view, long now) {
    double share = perMinute / WINDOW / view.nodes();
    double most = Math.max(1, share * WINDOW);
    if (!alone) {
      alone = true;
      filledAt = everHeard ? now : now - (long) (WINDOW * NANOS);
    }
    purse.fill(share, most, (now - filledAt) / NANOS);
    filledAt = now;
    double lacks = Math.min((double) count, most) - purse.level();
    return lacks <= 0 ? taken(count) : Math.max(1, (long) (lacks / share * NANOS));
  }

  private long ask(long perMinute, long count, View view, long now) throws InterruptedException {
    List<String> args = question(perMinute, count, view, now);
    var reply = new CompletableFuture<Reply>();
    Question.ask(means.question(connection), Script.LEASE, keys, args, reply::complete);
    try {
      return answered(reply.get(means.patience() + GRACE, TimeUnit.NANOSECONDS), count);
    } catch (ExecutionException | TimeoutException late) {
      return lost(new Reply.Down("no answer in time"), count);
    }
  }

  private List<String> question(long perMinute, long count, View view, long now) {
    boolean first = connection != means.link().connection();
    connection = means.link().connection();
    purse.size(new Knowledge(perMinute, 0, WINDOW), view);
    double back = purse.tell();
    double need = count - purse.level();
    var args = new ArrayList<String>();
    args.add("");
    args.add(means.id());
    args.add(String.valueOf(everHeard ? (now - heard) / 1_000 : -1));
    args.add(String.valueOf(FULL + (tellsAlone ? ALONE : 0) + (first ? FIRST : 0)));
    args.addAll(List.of(String.valueOf(view.part()), "", "0", "1", "0", "0", "0", "0"));
    args.addAll(List.of("k", String.valueOf(purse.revision()), String.valueOf(perMinute), "0"));
    args.addAll(List.of(String.valueOf(WINDOW), String.valueOf(view.purse(WINDOW) * view.nodes())));
    args.addAll(List.of(String.valueOf(need), "0", String.valueOf(purse.cap())));
    args.addAll(List.of(String.valueOf(back), String.valueOf(purse.total()), "", "", "most"));
    return args;
  }

  private long answered(Reply reply, long count) {
    if (!(reply instanceof Reply.Values(List<String> values))) {
      return lost(reply, count);
    }
    Answer answer;
    try {
      answer = Answer.of(values, 1);
    } catch (IllegalArgumentException malformed) {
      return lost(new Reply.Refused("MALFORMED", String.valueOf(malformed.getMessage())), count);
    }
    heard = means.now();
    everHeard = true;
    tellsAlone = false;
    Answer.Part part = answer.parts().getFirst();
    var _ = purse.granted(part.grant(), part.total());
    purse.revision(part.revision());
    return answer.granted() ? taken(count) : Math.max(1, answer.pause());
  }

  /// Lets this call in, which shall not suffer from a loss of Redis: it counts as a debt. The next
  /// one finds the node alone.
  private long lost(Reply why, long count) {
    purse.lost();
    connection = 0;
    means.failed(why);
    return taken(count);
  }
}
