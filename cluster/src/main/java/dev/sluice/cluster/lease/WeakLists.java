package dev.sluice.cluster.lease;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/// Lists of what is forgotten once nothing else knows it, by numbers. Safe for any thread.
final class WeakLists {
  private WeakLists() {}

  /// Adds to one list, and takes what is forgotten out of all.
  static <V> void add(Map<Long, List<WeakReference<V>>> lists, long number, V value) {
    lists
        .keySet()
        .forEach(
            each ->
                lists.computeIfPresent(
                    each,
                    (_, all) -> {
                      all.removeIf(reference -> reference.get() == null);
                      return all.isEmpty() ? null : all;
                    }));
    lists.compute(
        number,
        (_, known) -> {
          List<WeakReference<V>> all = known == null ? new CopyOnWriteArrayList<>() : known;
          all.add(new WeakReference<>(value));
          return all;
        });
  }

  /// Returns what is in one list.
  static <V> List<V> of(Map<Long, List<WeakReference<V>>> lists, long number) {
    return lists.getOrDefault(number, List.of()).stream()
        .map(WeakReference::get)
        .filter(Objects::nonNull)
        .toList();
  }
}
