package dev.sluice.call.item;

import java.util.List;

/// A call that has been taken apart.
///
/// @param frame everything that the call asks but its inputs
/// @param items the inputs of the call in their order, at least one
public record Items(RequestTemplate frame, List<Item> items) {
  /// The heap bytes of an item beside its JSON, with its place in a list.
  private static final long ITEM = 72;

  public Items {
    items = List.copyOf(items);
  }

  /// An upper estimate of the tokens of all items together.
  public long tokens() {
    return items.stream().mapToLong(Item::tokens).sum();
  }

  /// The heap bytes that the items take beside the call's body.
  public long held() {
    return bytes() + ITEM * items.size();
  }

  /// The size of all items together in bytes.
  public long bytes() {
    return items.stream().mapToLong(item -> item.json().length).sum();
  }
}
