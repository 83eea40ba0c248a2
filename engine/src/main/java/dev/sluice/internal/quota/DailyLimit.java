package dev.sluice.internal.quota;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.internal.stats.RingWindow;
import java.time.Duration;
import java.util.OptionalLong;

/// Sliding-window limit of requests per day; unbounded while no limit is known. No provider says
/// when its day begins, so that the last 24 hours count, to the hour: never more than the limit in
/// any of the provider's days. Where headers say what is left, they are believed.
final class DailyLimit {
  /// How many clock hours overlap the last 24 hours.
  private static final int HOURS = 25;

  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final RingWindow used = new RingWindow(HOUR, HOURS);
  private OptionalLong configured;

  private long reported = Long.MAX_VALUE;
  private long left = Long.MAX_VALUE;

  // Of use only once headers, or a refusal, have said what is left.
  private boolean synced;
  private long syncedBy;
  private long resets;
  private long ignored;

  public DailyLimit(OptionalLong configured) {
    this.configured = configured;
  }

  /// Changes the configured limit; what is used of the day stays used.
  public void configure(OptionalLong limit) {
    configured = limit;
  }

  /// Returns when one more request may go; `now` if it may already.
  public long nextOpen(long now) {
    if (isSynced(now)) {
      return left > 0 ? now : resets;
    }
    return used.atMost(now) < limit() ? now : oldestLeaves(now);
  }

  private boolean isSynced(long now) {
    return synced && now - resets < 0;
  }

  /// Returns when the oldest hour with a request leaves the window.
  private long oldestLeaves(long now) {
    int age = HOURS - 1;
    while (age > 0 && used.back(age) == 0) {
      age--;
    }
    return (Math.floorDiv(now, HOUR) + HOURS - age) * HOUR;
  }

  /// Counts a request.
  public void take(long now) {
    used.add(1, now);
    if (left > 0 && left < Long.MAX_VALUE) {
      left--;
    }
  }

  /// Takes back a request that has not reached the provider.
  public void giveBack(long now) {
    used.roll(now);
    used.add(-Math.min(1, used.back(0)));
    if (left < Long.MAX_VALUE) {
      left++;
    }
  }

  /// Notes that the provider says that the day is used up.
  ///
  /// @param hint when to ask again, in nanoseconds; zero for an hour
  public void exhausted(long hint, long now) {
    synced = true;
    left = 0;
    resets = now + (hint > 0 ? hint : HOUR);
  }

  /// Notes what an answer's headers say of the limit.
  ///
  /// @param since how many requests went after the attempt
  public void sync(RateLimitInfo.Limit said, long sent, long since, long now) {
    if (said.limit().isEmpty() && said.remaining().isEmpty()) {
      return;
    }
    long limit = said.limit().orElse(limit());
    long remaining = said.remaining().orElse(limit);
    if (limit < 1 || remaining < 0 || remaining > limit) {
      ignored++;
    } else if (!synced || sent - syncedBy >= 0) {
      syncedBy = sent;
      reported = limit;
      if (said.remaining().isPresent() && said.reset().isPresent()) {
        synced = true;
        left = Math.max(0, remaining - since);
        resets = now + said.reset().get().toNanos();
      }
    }
  }

  /// Returns the limit, in requests per day; [Long#MAX_VALUE] while none is known.
  public long limit() {
    return Math.min(configured.orElse(Long.MAX_VALUE), reported);
  }

  /// Returns how many requests were counted within a day.
  public long used(long now) {
    return used.atMost(now);
  }

  /// Returns how many requests are left now.
  public long remaining(long now) {
    return isSynced(now) ? left : Math.max(0, limit() - used.atMost(now));
  }

  /// Returns how often headers about the limit made no sense.
  public long ignored() {
    return ignored;
  }
}
