package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Money;
import dev.sluice.call.Payer.Loss.Cause;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The sums of what was paid within the last hour: by keys, and by the gateway, which pays what no
/// key owes. Minute by minute, so that it is bounded. Safe for any thread but a loop, takes no
/// lock.
public final class RecentSpend {
  private static final int MINUTES = 60;
  private static final long MINUTE = 60_000;

  /// How many items a minute has at most: where a target passes names on, clients name models at
  /// will.
  private static final int MOST = 256;

  private static final Item OTHERS = new Item("", Cause.RETRY);

  private final AtomicReferenceArray<Minute> minutes = new AtomicReferenceArray<>(MINUTES);

  /// A reason for which the gateway pays.
  ///
  /// @param target `provider/model`; empty where there are too many to tell them apart
  /// @param cause why no key owes it
  public record Item(String target, Cause cause) {}

  /// The sums of an hour, in nano-dollars.
  ///
  /// @param keys what keys have paid
  /// @param gateway what the gateway has
  /// @param most the item for which it has paid most
  /// @param mostNanos how much that was
  public record Sums(long keys, long gateway, Optional<Item> most, long mostNanos) {
    /// The sum of what keys and the gateway have paid.
    public long all() {
      return Money.plus(keys, gateway);
    }
  }

  /// The sums of one minute.
  ///
  /// @param number minutes since 1970
  private record Minute(long number, AtomicLong keys, Map<Item, Long> gateway) {
    Minute(long number) {
      this(number, new AtomicLong(), new ConcurrentHashMap<>());
    }
  }

  /// Adds what a key has paid.
  ///
  /// @param now milliseconds since 1970 in UTC
  public void paid(long nanos, long now) {
    if (nanos > 0) {
      at(now).keys().accumulateAndGet(nanos, Money::plus);
    }
  }

  /// Adds what the gateway has paid.
  ///
  /// @param now milliseconds since 1970 in UTC
  public void lost(String target, Cause cause, long nanos, long now) {
    if (nanos > 0) {
      Map<Item, Long> gateway = at(now).gateway();
      var item = new Item(target, cause);
      boolean fits = gateway.size() < MOST || gateway.containsKey(item);
      gateway.merge(fits ? item : OTHERS, nanos, Money::plus);
    }
  }

  /// The minute of `now`. A clock that goes back begins its minutes anew.
  private Minute at(long now) {
    long number = Math.floorDiv(now, MINUTE);
    int slot = Math.floorMod(number, MINUTES);
    while (true) {
      Minute known = minutes.get(slot);
      if (known != null && known.number() == number) {
        return known;
      }
      minutes.compareAndSet(slot, known, new Minute(number));
    }
  }

  /// The sums of the hour before `now`.
  ///
  /// @param now milliseconds since 1970 in UTC
  public Sums sums(long now) {
    long keys = 0;
    Map<Item, Long> items = new HashMap<>();
    for (int i = 0; i < MINUTES; i++) {
      Minute minute = minutes.get(i);
      if (minute != null && isRecent(minute, now)) {
        keys = Money.plus(keys, minute.keys().get());
        minute.gateway().forEach((item, nanos) -> items.merge(item, nanos, Money::plus));
      }
    }
    return sums(keys, items);
  }

  private static boolean isRecent(Minute minute, long now) {
    long age = Math.floorDiv(now, MINUTE) - minute.number();
    return age >= 0 && age < MINUTES;
  }

  private static Sums sums(long keys, Map<Item, Long> items) {
    long gateway = items.values().stream().reduce(0L, Money::plus);
    Optional<Item> most =
        items.keySet().stream()
            .filter(item -> !item.equals(OTHERS))
            .max(Comparator.comparingLong(item -> items.getOrDefault(item, 0L)));
    return new Sums(keys, gateway, most, most.map(items::get).orElse(0L));
  }
}
