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
/// @param <V> the value of a model
public final class BoundedByModel<V> {
  /// How many models have a value at most.
  public static final int MOST = 1_024;

  private final Consumer<? super V> gone;

  /// The values that no attempt uses, the least recently used first.
  private final LinkedHashMap<String, Entry> idle = new LinkedHashMap<>(16, 0.75f, true);

  /// The values that attempts use.
  private final Map<String, Entry> inUse = new HashMap<>();

  private final class Entry implements Runnable {
    private final String model;
    private final V value;
    private int attempts;

    Entry(String model, V value) {
      this.model = model;
      this.value = value;
    }

    /// Notes that an attempt that used the value has ended.
    @Override
    public void run() {
      if (--attempts == 0 && inUse.remove(model, this)) {
        idle.put(model, this);
      }
    }
  }

  /// @param gone notified of each value that makes room for another
  public BoundedByModel(Consumer<? super V> gone) {
    this.gone = gone;
  }

  /// Returns the value of `model`, which counts as used; null if there is none.
  public @Nullable V get(String model) {
    Entry entry = entry(model);
    return entry == null ? null : entry.value;
  }

  /// Whether there is room for one more: there is none while attempts use all others.
  public boolean hasRoom() {
    return idle.size() + inUse.size() < MOST || !idle.isEmpty();
  }

  /// Sets the value of `model`, which must have none yet. Called only where there is room.
  public void put(String model, V value) {
    if (idle.size() + inUse.size() >= MOST) {
      gone.accept(idle.pollFirstEntry().getValue().value);
    }
    idle.put(model, new Entry(model, value));
  }

  /// Takes the value of `model` out, if no attempt uses it; null if there is none.
  public @Nullable V remove(String model) {
    Entry entry = idle.remove(model);
    return entry == null ? null : entry.value;
  }

  /// Takes the value of `model` out, whether or not attempts use it; null if there is none.
  public @Nullable V take(String model) {
    Entry used = inUse.remove(model);
    return used == null ? remove(model) : used.value;
  }

  /// Notes that an attempt begins that uses the value of `model`, if there is one.
  ///
  /// @return a task to be run once, when the attempt has ended
  public Runnable use(String model) {
    Entry entry = entry(model);
    if (entry == null) {
      return BoundedByModel::nothing;
    }
    if (entry.attempts++ == 0) {
      idle.remove(model);
      inUse.put(model, entry);
    }
    return entry;
  }

  private static void nothing() {}

  /// Returns all values.
  public Collection<V> values() {
    return Stream.concat(idle.values().stream(), inUse.values().stream())
        .map(entry -> entry.value)
        .toList();
  }

  private @Nullable Entry entry(String model) {
    Entry entry = inUse.get(model);
    return entry == null ? idle.get(model) : entry;
  }
}
