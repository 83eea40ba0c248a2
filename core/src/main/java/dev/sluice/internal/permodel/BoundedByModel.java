package dev.sluice.internal.permodel;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Values by the name of a model, where clients choose the names: at most [#MOST], of which the
/// least recently used goes, but never one that an attempt under way uses. Each operation takes
/// constant time. Not safe for threads.
///
/// @param <V> what is kept of a model
public final class BoundedByModel<V> {
  /// How many models are told apart.
  public static final int MOST = 1_024;

  private final Consumer<? super V> gone;

  /// Those that no attempt uses, the least recently used first.
  private final LinkedHashMap<String, Entry<V>> idle = new LinkedHashMap<>(16, 0.75f, true);

  /// Those that attempts use.
  private final Map<String, Entry<V>> inUse = new HashMap<>();

  private static final class Entry<V> {
    private final V value;
    private int attempts;

    Entry(V value) {
      this.value = value;
    }
  }

  /// @param gone told each value that makes room for another
  public BoundedByModel(Consumer<? super V> gone) {
    this.gone = gone;
  }

  /// The value of `model`, which counts as used; null if there is none.
  public @Nullable V get(String model) {
    Entry<V> entry = entry(model);
    return entry == null ? null : entry.value;
  }

  /// Whether there is room for one more: there is none while attempts use all others.
  public boolean hasRoom() {
    return idle.size() + inUse.size() < MOST || !idle.isEmpty();
  }

  /// From now on `value` is that of `model`, which has none yet. Only where there is room.
  public void put(String model, V value) {
    if (idle.size() + inUse.size() >= MOST) {
      gone.accept(idle.pollFirstEntry().getValue().value);
    }
    idle.put(model, new Entry<>(value));
  }

  /// Takes the value of `model` out, if no attempt uses it; null if there is none.
  public @Nullable V remove(String model) {
    Entry<V> entry = idle.remove(model);
    return entry == null ? null : entry.value;
  }

  /// An attempt begins that uses the value of `model`, if there is one.
  ///
  /// @return to be run once, when the attempt has ended
  public Runnable use(String model) {
    Entry<V> entry = entry(model);
    if (entry == null) {
      return () -> {};
    }
    if (entry.attempts++ == 0) {
      idle.remove(model);
      inUse.put(model, entry);
    }
    return () -> release(model, entry);
  }

  /// All values there are.
  public Collection<V> values() {
    return Stream.concat(idle.values().stream(), inUse.values().stream())
        .map(entry -> entry.value)
        .toList();
  }

  private @Nullable Entry<V> entry(String model) {
    Entry<V> entry = idle.get(model);
    return entry == null ? inUse.get(model) : entry;
  }

  private void release(String model, Entry<V> entry) {
    if (--entry.attempts == 0) {
      inUse.remove(model);
      idle.put(model, entry);
    }
  }
}
