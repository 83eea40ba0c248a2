package dev.sluice.internal.item;

import java.util.List;

/// A call that has been taken apart.
///
/// @param frame everything that it asks but the inputs
/// @param items its inputs in their order, at least one
public record Items(RequestTemplate frame, List<Item> items) {
  public Items {
    items = List.copyOf(items);
  }

  /// How many tokens they have at the most, by a careful estimate.
  public long tokens() {
    return items.stream().mapToLong(Item::tokens).sum();
  }

  /// Their size in bytes.
  public long bytes() {
    return items.stream().mapToLong(item -> item.json().length).sum();
  }
}
