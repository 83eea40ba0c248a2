package dev.sluice.report;

import dev.sluice.call.Failed;
import dev.sluice.report.RefusedCalls.Minute;
import dev.sluice.report.RefusedCalls.Refused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The calls of one key that were refused. Safe for any thread but a loop.
final class RefusedOfKey {
  private static final int CALLS = 200;
  private static final int MINUTES = 60;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Deque<Refused> calls = new ArrayDeque<>();
  private final long[] numbers = new long[MINUTES];
  private final long[] counts = new long[MINUTES];

  /// Counts of each minute by the limit that has refused the calls.
  private final Map<Failed.Limit, long[]> byLimit = new EnumMap<>(Failed.Limit.class);

  private volatile long last;

  void add(Refused call) {
    lock.lock();
    try {
      last = call.at();
      count(call.limit(), Math.floorDiv(call.at(), MINUTE));
      calls.addFirst(call);
      if (calls.size() > CALLS) {
        calls.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(Failed.Limit limit, long minute) {
    int slot = Math.floorMod(minute, MINUTES);
    if (numbers[slot] != minute) {
      numbers[slot] = minute;
      counts[slot] = 0;
      byLimit.values().forEach(of -> of[slot] = 0);
    }
    counts[slot]++;
    byLimit.computeIfAbsent(limit, _ -> new long[MINUTES])[slot]++;
  }

  /// When the last call was refused, in milliseconds since 1970.
  long last() {
    return last;
  }

  /// The last refused calls of a span of time, the newest first.
  List<Refused> calls(long from, long until, int most) {
    lock.lock();
    try {
      return calls.stream()
          .filter(call -> from <= call.at() && call.at() < until)
          .limit(most)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// The minutes of the last hour that have some, the newest first.
  List<Minute> minutes(long now) {
    lock.lock();
    try {
      return minutesTo(Math.floorDiv(now, MINUTE));
    } finally {
      lock.unlock();
    }
  }

  /// How many calls each limit has refused since an instant, as far as the last hour has them; the
  /// instant's minute counts whole.
  Map<Failed.Limit, Long> byLimit(long from, long now) {
    lock.lock();
    try {
      Map<Failed.Limit, Long> sums = new EnumMap<>(Failed.Limit.class);
      byLimit.forEach(
          (limit, of) -> sums.put(limit, sum(of, Math.floorDiv(from, MINUTE), now / MINUTE)));
      return sums;
    } finally {
      lock.unlock();
    }
  }

  private long sum(long[] of, long first, long now) {
    long sum = 0;
    for (int i = 0; i < MINUTES; i++) {
      sum += isOfHour(i, now) && numbers[i] >= first ? of[i] : 0;
    }
    return sum;
  }

  private boolean isOfHour(int slot, long now) {
    long age = now - numbers[slot];
    return age >= 0 && age < MINUTES;
  }

  private List<Minute> minutesTo(long now) {
    List<Minute> minutes = new ArrayList<>();
    for (int i = 0; i < MINUTES; i++) {
      if (counts[i] > 0 && isOfHour(i, now)) {
        minutes.add(new Minute(numbers[i] * MINUTE, counts[i]));
      }
    }
    minutes.sort(Comparator.comparingLong(Minute::at).reversed());
    return minutes;
  }
}
