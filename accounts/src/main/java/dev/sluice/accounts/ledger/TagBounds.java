package dev.sluice.accounts.ledger;

import dev.sluice.accounts.tag.TagText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Bounds the tags that sums are told apart by, key by key and month by month: clients may invent
/// values without end, and each would have rows for good. Of a tag so many values count by
/// themselves, and so many combinations of the values of all; a value that comes later counts as
/// `other`, and so do all tags of a combination that does. What one key's calls say takes nothing
/// from another's.
///
/// Texts are known by their hashes: of two that have the same the second counts by itself although
/// there is no room for it, which is no harm. Confined to one thread.
final class TagBounds {
  /// How many values of a tag are counted by themselves, at most.
  static final int MOST_VALUES = 100;

  /// How many combinations of values are counted by themselves, at most.
  static final int MOST_COMBINATIONS = 500;

  /// How many months are known, those of the last calls: calls under way may be of the last one.
  private static final int MONTHS = 3;

  private final Map<String, Map<String, OfKey>> months =
      new LinkedHashMap<>(MONTHS * 2, 1, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, OfKey>> eldest) {
          return size() > MONTHS;
        }
      };

  /// The tags of a key in a month.
  private static final class OfKey {
    private final Set<Long> combinations = new HashSet<>();
    private final Map<String, Set<Long>> values = new HashMap<>();

    String bounded(String tags) {
      if (combinations.contains(TextHash.of(tags))) {
        return tags;
      }
      String fit = TagText.map(tags, this::value);
      return isIn(combinations, fit, MOST_COMBINATIONS) ? fit : TagText.others(fit);
    }

    private String value(String name, String value) {
      Set<Long> hashes = values.computeIfAbsent(name, _ -> new HashSet<>());
      return isIn(hashes, value, MOST_VALUES) ? value : TagText.OTHER;
    }

    /// Whether a text is known, which it is from now on if there is room.
    private static boolean isIn(Set<Long> hashes, String text, int most) {
      long hash = TextHash.of(text);
      return hashes.contains(hash) || (hashes.size() < most && hashes.add(hash));
    }
  }

  /// The tags by which a call is counted.
  ///
  /// @param month of its beginning, `YYYY-MM`
  /// @param tags as it has them
  String bounded(String month, String key, String tags) {
    return tags.isEmpty()
        ? tags
        : months
            .computeIfAbsent(month, _ -> new HashMap<>())
            .computeIfAbsent(key, _ -> new OfKey())
            .bounded(tags);
  }
}
