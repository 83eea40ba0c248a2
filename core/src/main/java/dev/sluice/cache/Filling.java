package dev.sluice.cache;

import dev.sluice.call.Fingerprint;
import dev.sluice.call.item.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is kept of the answer to a call for several inputs, and what is not. For one thread.
final class Filling {
  private final Asked asked;
  private final Map<Fingerprint, KeptPart> parts = new HashMap<>();
  private final Optional<Source> source;

  /// @param kept what is kept under some of them; what is no kin of the newest is left out
  Filling(Asked asked, Map<Fingerprint, KeptPart> kept) {
    this.asked = asked;
    source =
        kept.values().stream().max(Comparator.comparingLong(KeptPart::at)).map(KeptPart::source);
    kept.forEach(
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
    return parts.keySet().containsAll(asked.keys());
  }

  /// The inputs of which nothing is kept, each once.
  Asked missing() {
    List<Fingerprint> keys = asked.keys();
    Map<Fingerprint, Item> missing = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      if (!parts.containsKey(keys.get(i))) {
        missing.put(keys.get(i), asked.items().items().get(i));
      }
    }
    return asked.only(missing);
  }

  /// How many of the inputs something is kept of.
  int filled() {
    return (int) asked.keys().stream().filter(parts::containsKey).count();
  }

  /// When the oldest of it was kept.
  long oldest() {
    return parts.values().stream().mapToLong(KeptPart::at).min().orElseThrow();
  }

  /// Whether `other` may stand in one answer with what is kept.
  boolean kin(Source other) {
    return source.filter(other::kin).isPresent();
  }

  /// The answer that the newest of it comes from.
  Source source() {
    return source.orElseThrow();
  }

  /// One for each input, in their order.
  ///
  /// @param more for those that are missing
  List<KeptPart> with(Map<Fingerprint, KeptPart> more) {
    List<KeptPart> all = new ArrayList<>();
    for (Fingerprint key : asked.keys()) {
      KeptPart part = parts.containsKey(key) ? parts.get(key) : more.get(key);
      if (part == null) {
        throw new IllegalStateException("an input has no part");
      }
      all.add(part);
    }
    return all;
  }
}
