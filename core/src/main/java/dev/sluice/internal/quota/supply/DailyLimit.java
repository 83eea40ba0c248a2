package dev.sluice.internal.quota.supply;

import dev.sluice.call.RateLimitInfo;
import java.time.Duration;
import java.util.OptionalLong;

/// A limit of requests a day; unbounded while none is known. Nobody says when a provider's day
/// begins, so that by itself it counts the last 24 hours, to the hour: never more than the limit in
/// any of the provider's days. Where headers say what is left, they are believed.
public final class DailyLimit {
  private static final int SLOTS = 25;
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final OptionalLong configured;
  private final long origin;
  private final long[] slots = new long[SLOTS];
  private long newest;

  private long reported = Long.MAX_VALUE;
  private long left = Long.MAX_VALUE;
  private boolean told;
  private long toldBy;
  private long resets;
  private long ignored;

  public DailyLimit(OptionalLong configured, long now) {
    this.configured = configured;
    this.origin = now;
  }

  /// When one more request may go; `now` if it may already.
  public long opens(long now) {
    advance(now);
    if (told && now - resets < 0) {
      return left > 0 ? now : resets;
    }
    return used() < limit() ? now : origin + (newest + 1 + oldest()) * HOUR;
  }

  /// One request goes.
  public void take(long now) {
    advance(now);
    slots[slot(newest)]++;
    if (left > 0 && left < Long.MAX_VALUE) {
      left--;
    }
  }

  /// It has not reached the provider.
  public void giveBack(long now) {
    advance(now);
    if (slots[slot(newest)] > 0) {
      slots[slot(newest)]--;
    }
    if (left < Long.MAX_VALUE) {
      left++;
    }
  }

  /// The provider says that the day is used up.
  ///
  /// @param hint when to ask again, in nanoseconds; zero for an hour
  public void exhausted(long hint, long now) {
    told = true;
    left = 0;
    resets = now + (hint > 0 ? hint : HOUR);
  }

  /// An answer's headers say this of it.
  ///
  /// @param since how many requests went after that attempt
  public void sync(RateLimitInfo.Limit said, long sent, long since, long now) {
    if (said.limit().isEmpty() && said.remaining().isEmpty()) {
      return;
    }
    long limit = said.limit().orElse(limit());
    long remaining = said.remaining().orElse(limit);
    if (limit < 1 || remaining < 0 || remaining > limit) {
      ignored++;
      return;
    }
    if (told && sent - toldBy < 0) {
      return;
    }
    toldBy = sent;
    reported = limit;
    if (said.remaining().isPresent() && said.reset().isPresent()) {
      told = true;
      left = Math.max(0, remaining - since);
      resets = now + said.reset().get().toNanos();
    }
  }

  /// The limit; [Long#MAX_VALUE] while none is known.
  public long limit() {
    return Math.min(configured.orElse(Long.MAX_VALUE), reported);
  }

  /// How many requests are left now.
  public long remaining(long now) {
    advance(now);
    return told && now - resets < 0 ? left : Math.max(0, limit() - used());
  }

  /// How often its headers made no sense.
  public long ignored() {
    return ignored;
  }

  private long used() {
    long sum = 0;
    for (long slot : slots) {
      sum += slot;
    }
    return sum;
  }

  /// How many hours after the first one kept the first one with a request is.
  private int oldest() {
    for (int i = 0; i < SLOTS; i++) {
      if (slots[slot(newest - SLOTS + 1 + i)] > 0) {
        return i;
      }
    }
    return SLOTS - 1;
  }

  private void advance(long now) {
    long hour = Math.max(newest, (now - origin) / HOUR);
    for (long h = Math.max(newest + 1, hour - SLOTS + 1); h <= hour; h++) {
      slots[slot(h)] = 0;
    }
    newest = hour;
  }

  private static int slot(long hour) {
    return (int) Math.floorMod(hour, (long) SLOTS);
  }
}
