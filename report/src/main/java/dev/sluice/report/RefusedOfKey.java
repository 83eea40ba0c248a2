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

/// The calls of one key that were refused. Safe for any thread but a loop.
final class RefusedOfKey {
  private static final int CALLS = 200;
  private static final int MINUTES = 60;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  // Guarded by the monitor of this.
  private final Deque<Refused> calls = new ArrayDeque<>();
  private final long[] numbers = new long[MINUTES];
  private final long[] counts = new long[MINUTES];

  /// Counts of each minute by the limit that has refused the calls.
  private final Map<Failed.Limit, long[]> byLimit = new EnumMap<>(Failed.Limit.class);

  private volatile long last;

  synchronized void add(Refused call) {
    last = call.at();
    count(call.limit(), Math.floorDiv(call.at(), MINUTE));
    calls.addFirst(call);
    if (calls.size() > CALLS) {
      calls.removeLast();
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
  synchronized List<Refused> calls(long from, long until, int most) {
    return calls.stream()
        .filter(call -> from <= call.at() && call.at() < until)
        .limit(most)
        .toList();
  }

  /// The minutes of the last hour that have some, the newest first.
  synchronized List<Minute> minutes(long now) {
    return minutesTo(Math.floorDiv(now, MINUTE));
  }

  /// How many calls each limit has refused since an instant, as far as the last hour has them; the
  /// instant's minute counts whole.
  synchronized Map<Failed.Limit, Long> byLimit(long from, long now) {
    Map<Failed.Limit, Long> sums = new EnumMap<>(Failed.Limit.class);
    byLimit.forEach(
        (limit, of) -> sums.put(limit, sum(of, Math.floorDiv(from, MINUTE), now / MINUTE)));
    return sums;
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
