package dev.sluice.call.item;

import java.util.List;

/// A call that has been taken apart.
///
/// @param frame everything that it asks but the inputs
/// @param items its inputs in their order, at least one
public record Items(RequestTemplate frame, List<Item> items) {
  /// An item beside its bytes, and its place in a list.
  private static final long ITEM = 72;

  public Items {
    items = List.copyOf(items);
  }

  /// How many tokens they have at the most, by a careful estimate.
  public long tokens() {
    return items.stream().mapToLong(Item::tokens).sum();
  }

  /// The bytes of memory that they take beside the call's body.
  public long held() {
    return bytes() + ITEM * items.size();
  }

  /// Their size in bytes.
  public long bytes() {
    return items.stream().mapToLong(item -> item.json().length).sum();
  }
}
