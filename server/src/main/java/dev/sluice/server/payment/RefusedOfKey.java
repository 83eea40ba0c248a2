package dev.sluice.server.payment;

import dev.sluice.server.payment.RefusedCalls.Minute;
import dev.sluice.server.payment.RefusedCalls.Refused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
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

  private volatile long last;

  void add(Refused call) {
    lock.lock();
    try {
      last = call.at();
      count(Math.floorDiv(call.at(), MINUTE));
      calls.addFirst(call);
      if (calls.size() > CALLS) {
        calls.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(long minute) {
    int slot = Math.floorMod(minute, MINUTES);
    if (numbers[slot] != minute) {
      numbers[slot] = minute;
      counts[slot] = 0;
    }
    counts[slot]++;
  }

  /// When the last one was refused, in milliseconds since 1970.
  long last() {
    return last;
  }

  /// The last ones of a time, the newest first.
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

  private List<Minute> minutesTo(long now) {
    List<Minute> minutes = new ArrayList<>();
    for (int i = 0; i < MINUTES; i++) {
      long age = now - numbers[i];
      if (counts[i] > 0 && age >= 0 && age < MINUTES) {
        minutes.add(new Minute(numbers[i] * MINUTE, counts[i]));
      }
    }
    minutes.sort(Comparator.comparingLong(Minute::at).reversed());
    return minutes;
  }
}
