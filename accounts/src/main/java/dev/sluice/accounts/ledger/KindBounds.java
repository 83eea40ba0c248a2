package dev.sluice.accounts.ledger;

import dev.sluice.accounts.price.Units;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Bounds the kinds of pictures that sums are told apart by, key by key and month by month: clients
/// may invent sizes without end, and each would have rows for good. A kind that comes later counts
/// as [Units#OTHER]. Kinds are known by their hashes, as tags are ([TagBounds]). Confined to one
/// thread.
final class KindBounds {
  /// How many kinds are counted by themselves, at most.
  static final int MOST = 100;

  /// How many months are known, those of the last calls: calls under way may be of the last one.
  private static final int MONTHS = 3;

  private final Map<String, Map<String, Set<Long>>> months =
      new LinkedHashMap<>(MONTHS * 2, 1, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, Set<Long>>> eldest) {
          return size() > MONTHS;
        }
      };

  /// The kind by which a picture is counted.
  ///
  /// @param month of the beginning of its call, `YYYY-MM`
  String bounded(String month, String key, String kind) {
    if (kind.isEmpty()) {
      return kind;
    }
    Set<Long> hashes =
        months
            .computeIfAbsent(month, _ -> new HashMap<>())
            .computeIfAbsent(key, _ -> new HashSet<>());
    long hash = TextHash.of(kind);
    boolean apart = hashes.contains(hash) || (hashes.size() < MOST && hashes.add(hash));
    return apart ? kind : Units.OTHER;
  }
}
