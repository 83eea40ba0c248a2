package dev.sluice.cache;

import dev.sluice.call.Fingerprint;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.Items;
import java.util.List;
import java.util.Map;

/// What a call asks, input by input.
///
/// @param keys of the items, in their order
record KeyedItems(Items items, List<Fingerprint> keys) {

  /// The same for these items alone.
  KeyedItems only(Map<Fingerprint, Item> some) {
    return new KeyedItems(
        new Items(items.frame(), List.copyOf(some.values())), List.copyOf(some.keySet()));
  }
}
