package dev.sluice.call;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Values by the name of a model, where clients choose the names: at most [#MOST], of which the
/// least recently used goes. Not safe for threads.
///
/// @param <V> what is kept of a model
public final class BoundedByModel<V> {
  /// How many models are told apart.
  public static final int MOST = 1_024;

  private final Consumer<? super V> gone;
  private final Map<String, V> values =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
          if (size() > MOST) {
            gone.accept(eldest.getValue());
          }
          return size() > MOST;
        }
      };

  /// @param gone told each value that makes room for another
  public BoundedByModel(Consumer<? super V> gone) {
    this.gone = gone;
  }

  /// The value of `model`, which counts as used; null if there is none.
  public @Nullable V get(String model) {
    return values.get(model);
  }

  /// From now on `value` is that of `model`.
  public void put(String model, V value) {
    values.put(model, value);
  }

  /// Takes the value of `model` out; null if there is none.
  public @Nullable V remove(String model) {
    return values.remove(model);
  }

  /// All values there are.
  public Collection<V> values() {
    return values.values();
  }
}
