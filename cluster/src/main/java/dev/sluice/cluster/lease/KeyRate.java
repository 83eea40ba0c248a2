package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import dev.sluice.share.Knowledge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// One limit of a key a minute. A purse of 1 % of a minute, / nodes, saves most questions. Unlike a
/// provider's limit it begins full, since nobody else counts it. One question at a time is under
/// way; calls that come meanwhile are asked for together with the next. Safe for any thread but a
/// loop.
final class KeyRate {
  private static final double WINDOW = 60;
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final long UNHEARD = Duration.ofSeconds(10).toNanos();
  private static final long GRACE = Duration.ofMillis(20).toNanos();
  private static final Duration RETURN = Duration.ofMillis(100);
  private static final long SOON = RETURN.toNanos();
  private static final int FULL = 4;
  private static final int FIRST = 1;

  private final LimitMeans means;
  private final List<String> keys;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong corrections = new AtomicLong();
  private final AtomicBoolean returning = new AtomicBoolean();

  // Guarded by the lock.
  private final Purse purse = new Purse();
  private final KeyAlone aside = new KeyAlone(purse);
  private final List<Waiter> asked = new ArrayList<>();
  private final List<Waiter> waiting = new ArrayList<>();
  private long perMinute;
  private long used;
  private long heard;
  private boolean everHeard;
  private boolean asking;
  private boolean closed;
  private long connection;

  /// A call that waits for an answer.
  ///
  /// @param pause 0 once it is let in; else after how many nanoseconds it may be
  private record Waiter(long count, CompletableFuture<Long> pause) {}

  KeyRate(ShareMeans means, String key) {
    this.keys = List.of(key, key + ":w", key + ":f");
    this.means = LimitMeans.ofKey(means, keys);
    this.used = means.now();
  }

  /// Corrects what was taken: it was more than that by `more`. Told a little later, together.
  void correct(long more) {
    corrections.addAndGet(more);
    if (more != 0) {
      tellSoon();
    }
  }

  private void tellSoon() {
    if (returning.compareAndSet(false, true)) {
      means.agenda().after(RETURN, this::tell);
    }
  }

  private void tell() {
    returning.set(false);
    lock.lock();
    try {
      long now = means.now();
      View view = advance(now);
      if (view.alone() || perMinute == 0 || !purse.isOut()) {
        return;
      }
      if (asking) {
        tellSoon();
      } else {
        ask(view, now);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes `count` at once, if they are there.
  ///
  /// @return 0 if they were taken; else nanoseconds until they may be
  long take(long limit, long count) {
    Waiter waiter = new Waiter(count, new CompletableFuture<>());
    lock.lock();
    try {
      long now = means.now();
      used = now;
      perMinute = limit;
      View view = advance(now);
      if (view.alone()) {
        return aside.take(limit, count, view.nodes());
      }
      if (purse.level() >= count) {
        return taken(count);
      }
      waiting.add(waiter);
      if (!asking) {
        ask(view, now);
      }
    } finally {
      lock.unlock();
    }
    return await(waiter);
  }

  /// Brings the purse up to now.
  private View advance(long now) {
    View view = means.view();
    purse.take((double) corrections.getAndSet(0));
    if (view.alone()) {
      aside.advance(perMinute, view.nodes(), everHeard, now);
    } else {
      if (everHeard && now - heard > UNHEARD) {
        purse.drop();
      }
      aside.end(perMinute, view.nodes(), now);
    }
    return view;
  }

  private long taken(long count) {
    purse.take((double) count);
    return 0;
  }

  private long await(Waiter waiter) {
    try {
      return waiter.pause().get(means.patience() + GRACE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      return giveUp(waiter, SOON);
    } catch (ExecutionException | TimeoutException late) {
      means.failed(new RedisReply.Down("no answer in time"));
      return giveUp(waiter, 0);
    }
  }

  /// @param pause 0 to let the call in
  private long giveUp(Waiter waiter, long pause) {
    lock.lock();
    try {
      if (waiter.pause().isDone()) {
        return waiter.pause().join();
      }
      asked.remove(waiter);
      waiting.remove(waiter);
      return pause > 0 ? pause : taken(waiter.count());
    } finally {
      lock.unlock();
    }
  }

  private void ask(View view, long now) {
    asking = true;
    long on = means.link().connection();
    List<String> args = question(view, now, means.isFirst(connection, on));
    connection = on;
    asked.addAll(waiting);
    waiting.clear();
    Question.ask(means.question(on), Script.LEASE, keys, args, this::answered);
  }

  /// Asks for the smallest call, and for the others as far as there is room: what does not suffice
  /// for all is of use to some.
  private List<String> question(View view, long now, boolean first) {
    purse.size(new Knowledge(closed ? Double.POSITIVE_INFINITY : perMinute, 0, WINDOW), view);
    double back = purse.tell();
    double sum = waiting.stream().mapToDouble(Waiter::count).sum();
    double least = waiting.stream().mapToDouble(Waiter::count).min().orElse(0);
    double need = Math.max(0, least - purse.level());
    double room = waiting.isEmpty() ? 0 : purse.cap() + sum - least;
    purse.ask(need + room);
    var args = new ArrayList<String>();
    args.add("");
    args.add(means.id());
    args.add(String.valueOf(everHeard ? (now - heard) / 1_000 : -1));
    args.add(String.valueOf(FULL + (first ? FIRST : 0)));
    String wants = waiting.isEmpty() ? "0" : "1";
    args.addAll(List.of(String.valueOf(view.part()), "", "0", wants, "0", "0", "0", "0"));
    args.addAll(List.of("k", String.valueOf(purse.revision()), String.valueOf(perMinute), "0"));
    args.addAll(List.of(String.valueOf(WINDOW), String.valueOf(view.purse(WINDOW) * view.nodes())));
    args.addAll(List.of(String.valueOf(need), "0", String.valueOf(room)));
    args.addAll(List.of(String.valueOf(back), String.valueOf(purse.total()), "", "", "most"));
    return args;
  }

  private void answered(RedisReply reply) {
    lock.lock();
    try {
      asking = false;
      if (reply instanceof RedisReply.Values(List<String> values)) {
        deposit(LeaseReply.of(values, 1));
      } else {
        lost(reply);
      }
    } catch (IllegalArgumentException malformed) {
      lost(new RedisReply.Refused("MALFORMED", String.valueOf(malformed.getMessage())));
    } finally {
      lock.unlock();
    }
  }

  private void deposit(LeaseReply answer) {
    long now = means.now();
    heard = now;
    everHeard = true;
    means.answered();
    LeaseReply.Part part = answer.parts().getFirst();
    var _ = purse.granted(part.grant(), part.total());
    purse.revision(part.revision());
    for (Waiter waiter : asked) {
      if (!isServed(waiter)) {
        double lacks = (waiter.count() - purse.level()) / (perMinute / WINDOW);
        waiter.pause().complete(Math.max(1, Math.max(answer.pause(), (long) (lacks * NANOS))));
      }
    }
    asked.clear();
    waiting.removeIf(this::isServed);
    if (!waiting.isEmpty() || (closed && purse.level() > 0)) {
      ask(means.view(), now);
    }
  }

  private boolean isServed(Waiter waiter) {
    boolean served = purse.level() >= waiter.count();
    if (served) {
      waiter.pause().complete(taken(waiter.count()));
    }
    return served;
  }

  /// Lets all calls in that wait, which shall not suffer from a loss of Redis: they count as a
  /// debt. The next ones find the node alone.
  private void lost(RedisReply why) {
    purse.lost();
    connection = 0;
    means.failed(why);
    asked.addAll(waiting);
    waiting.clear();
    asked.forEach(waiter -> waiter.pause().complete(taken(waiter.count())));
    asked.clear();
  }

  /// Why it is out of reach, if it is and somebody uses it. Any thread.
  Optional<RedisReply> apart() {
    return means.apartInUse();
  }

  /// Gives everything back, since the node leaves.
  void leave() {
    lock.lock();
    try {
      closed = true;
      long now = means.now();
      View view = advance(now);
      if (!view.alone() && !asking && perMinute > 0) {
        ask(view, now);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether nothing is lost if it is forgotten: nobody has used it for `time`.
  boolean isIdle(Duration time) {
    lock.lock();
    try {
      return !asking && waiting.isEmpty() && means.now() - used > time.toNanos();
    } finally {
      lock.unlock();
    }
  }
}
