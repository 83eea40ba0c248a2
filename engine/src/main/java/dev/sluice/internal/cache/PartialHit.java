package dev.sluice.internal.cache;

import static java.util.Comparator.comparingLong;

import dev.sluice.call.item.Item;
import dev.sluice.call.request.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cached parts of the answer to a call for several inputs, and the missing ones. For one
/// thread.
final class PartialHit {
  private final KeyedItems items;
  private final Map<Fingerprint, CachedItem> parts = new HashMap<>();
  private final Optional<OriginAnswer> source;

  /// @param cached the stored parts by their keys; a part that is not compatible with the newest is
  ///   left out
  PartialHit(KeyedItems items, Map<Fingerprint, CachedItem> cached) {
    this.items = items;
    source = cached.values().stream().max(comparingLong(CachedItem::at)).map(CachedItem::source);
    cached.forEach(
        (key, part) -> {
          if (source.filter(part.source()::kin).isPresent()) {
            parts.put(key, part);
          }
        });
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  boolean isWhole() {
    return parts.keySet().containsAll(items.keys());
  }

  /// Returns the inputs without a stored part, each once.
  KeyedItems missing() {
    List<Fingerprint> keys = items.keys();
    Map<Fingerprint, Item> missing = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      if (!parts.containsKey(keys.get(i))) {
        missing.put(keys.get(i), items.items().items().get(i));
      }
    }
    return items.only(missing);
  }

  /// Returns how many of the inputs have a stored part.
  int filled() {
    return (int) items.keys().stream().filter(parts::containsKey).count();
  }

  /// Returns when the oldest of the parts was stored, on [dev.sluice.call.runtime.Clock#nanos].
  long oldest() {
    return parts.values().stream().mapToLong(CachedItem::at).min().orElseThrow();
  }

  /// Whether `other` may be joined with the cached parts into one answer.
  boolean kin(OriginAnswer other) {
    return source.filter(other::kin).isPresent();
  }

  /// Returns the answer that the newest part comes from.
  OriginAnswer source() {
    return source.orElseThrow();
  }

  /// Returns the parts for all inputs, in their order.
  ///
  /// @param more the missing parts, by their keys
  List<CachedItem> with(Map<Fingerprint, CachedItem> more) {
    List<CachedItem> all = new ArrayList<>();
    for (Fingerprint key : items.keys()) {
      CachedItem part = parts.containsKey(key) ? parts.get(key) : more.get(key);
      if (part == null) {
        throw new IllegalStateException("an input has no part");
      }
      all.add(part);
    }
    return all;
  }
}
