package dev.sluice.internal.batch;

import dev.sluice.call.item.Item;
import dev.sluice.call.item.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The items of several calls, each that is equal to another sent once.
final class MergedItems {
  /// The divisor of the weight of an item that is asked for several times: small numbers divide it.
  private static final long FINE = 720_720;

  private final Map<Item, Integer> positions = new LinkedHashMap<>();
  private final List<Integer> askedFor = new ArrayList<>();
  private final List<BatchedCall> members;
  private final List<Share> shares = new ArrayList<>();

  MergedItems(List<BatchedCall> members) {
    this.members = members;
    members.forEach(member -> member.items().items().forEach(this::count));
    share();
  }

  /// Returns the distinct items to ask for.
  List<Item> items() {
    return List.copyOf(positions.keySet());
  }

  List<BatchedCall> members() {
    return members;
  }

  /// Returns the position of each item of a member among [#items].
  List<Integer> positions(BatchedCall member) {
    return member.items().items().stream().map(item -> positions.getOrDefault(item, -1)).toList();
  }

  /// Returns the share of the usage that belongs to the member of this number.
  Share share(int number) {
    return shares.get(number);
  }

  private void count(Item item) {
    int position = positions.computeIfAbsent(item, _ -> positions.size());
    if (position == askedFor.size()) {
      askedFor.add(0);
    }
    askedFor.set(position, askedFor.get(position) + 1);
  }

  /// Divides the usage among members. An item that several have asked for is paid for by all of
  /// them.
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
        .mapToLong(item -> item.weight() * FINE / askedFor.get(positions.getOrDefault(item, 0)))
        .sum();
  }
}
