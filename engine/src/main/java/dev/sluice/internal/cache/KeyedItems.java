package dev.sluice.internal.cache;

import dev.sluice.call.item.Item;
import dev.sluice.call.item.Items;
import dev.sluice.call.request.Fingerprint;
import java.util.List;
import java.util.Map;

/// The inputs of a call, with their keys.
///
/// @param keys the keys of the items, in their order
record KeyedItems(Items items, List<Fingerprint> keys) {

  /// Returns these inputs reduced to `some`, which have the same request around them.
  KeyedItems only(Map<Fingerprint, Item> some) {
    return new KeyedItems(
        new Items(items.frame(), List.copyOf(some.values())), List.copyOf(some.keySet()));
  }
}
