package dev.sluice.internal.batch;

import dev.sluice.internal.item.Item;
import dev.sluice.internal.item.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The items of several calls, each that is equal to another sent once.
final class MergedItems {
  /// What the weight of an item that is asked for several times is divided by: small numbers divide
  /// it.
  private static final long FINE = 720_720;

  private final Map<Item, Integer> places = new LinkedHashMap<>();
  private final List<Integer> askedFor = new ArrayList<>();
  private final List<BatchedCall> members;
  private final List<Share> shares = new ArrayList<>();

  MergedItems(List<BatchedCall> members) {
    this.members = members;
    members.forEach(member -> member.items().items().forEach(this::count));
    share();
  }

  /// What to ask for.
  List<Item> items() {
    return List.copyOf(places.keySet());
  }

  List<BatchedCall> members() {
    return members;
  }

  /// Where each item of a member stands among [#items].
  List<Integer> places(BatchedCall member) {
    return member.items().items().stream().map(item -> places.getOrDefault(item, -1)).toList();
  }

  /// Which share of what is used belongs to the member of this number.
  Share share(int number) {
    return shares.get(number);
  }

  private void count(Item item) {
    int place = places.computeIfAbsent(item, _ -> places.size());
    if (place == askedFor.size()) {
      askedFor.add(0);
    }
    askedFor.set(place, askedFor.get(place) + 1);
  }

  /// An item that several have asked for is paid for by all of them.
  private void share() {
    long[] weights = members.stream().mapToLong(this::weight).toArray();
    long of = Math.max(1, Arrays.stream(weights).sum());
    long before = 0;
    for (long weight : weights) {
      shares.add(new Share(before, weight, of));
      before += weight;
    }
  }

  private long weight(BatchedCall member) {
    return member.items().items().stream()
        .mapToLong(item -> item.weight() * FINE / askedFor.get(places.getOrDefault(item, 0)))
        .sum();
  }
}
