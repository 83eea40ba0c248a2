package dev.sluice.provider.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which values of a JSON text matter, as a tree that looks like the text; whatever it does not
/// name is skipped. Immutable.
///
/// @param <T> what a value that matters is called
public final class Shape<T> {
  private final @Nullable T tag;
  private final boolean kept;
  private final @Nullable Shape<T> element;
  private final Fields<T> fields;

  private Shape(
      @Nullable T tag, boolean kept, @Nullable Shape<T> element, Map<String, Shape<T>> fields) {
    this.tag = tag;
    this.kept = kept;
    this.element = element;
    this.fields = new Fields<>(fields);
  }

  /// A value of which the kind, and whether it is empty, is told.
  public static <T> Shape<T> told(T tag) {
    return new Shape<>(tag, false, null, Map.of());
  }

  /// A value whose own bytes are kept and told.
  public static <T> Shape<T> kept(T tag) {
    return new Shape<>(tag, true, null, Map.of());
  }

  /// An object with these properties; anything else is kept and told, as by [#kept].
  public static <T> Shape<T> objectOrKept(T tag, Map<String, Shape<T>> fields) {
    return new Shape<>(tag, true, null, fields);
  }

  /// An object with these properties, or something else that does not matter then.
  public static <T> Shape<T> object(Map<String, Shape<T>> fields) {
    return new Shape<>(null, false, null, fields);
  }

  /// An array of which every element looks like this.
  public static <T> Shape<T> array(Shape<T> element) {
    return new Shape<>(null, false, element, Map.of());
  }

  /// What to call a value of this kind; null when it does not matter.
  @Nullable T tag(JsonKind kind) {
    return kind == JsonKind.OBJECT && named() ? null : tag;
  }

  boolean keeps(JsonKind kind) {
    return kept && !(kind == JsonKind.OBJECT && named());
  }

  @Nullable Shape<T> element() {
    return element;
  }

  @Nullable Shape<T> field(byte[] name, int length) {
    return fields.get(name, length);
  }

  /// Whether any property inside is named, so that names are worth reading.
  boolean named() {
    return !fields.isEmpty();
  }

  /// A table of few names, in which a lookup costs one comparison.
  private static final class Fields<T> {
    private final byte[][] names;
    private final List<@Nullable Shape<T>> shapes;

    Fields(Map<String, Shape<T>> fields) {
      int size = 1;
      while (!spread(fields, size)) {
        size *= 2;
      }
      names = new byte[size][];
      Arrays.fill(names, new byte[0]);
      shapes = new ArrayList<>(Collections.nCopies(size, null));
      fields.forEach(this::put);
    }

    private static boolean spread(Map<String, ?> fields, int size) {
      return fields.keySet().stream()
              .map(name -> name.getBytes(StandardCharsets.UTF_8))
              .map(name -> slot(name, name.length, size))
              .distinct()
              .count()
          == fields.size();
    }

    private void put(String name, Shape<T> shape) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      int slot = slot(bytes, bytes.length, names.length);
      names[slot] = bytes;
      shapes.set(slot, shape);
    }

    boolean isEmpty() {
      return names.length == 1 && names[0].length == 0;
    }

    @Nullable Shape<T> get(byte[] name, int length) {
      if (length == 0) {
        return null;
      }
      int slot = slot(name, length, names.length);
      return Arrays.equals(name, 0, length, names[slot], 0, names[slot].length)
          ? shapes.get(slot)
          : null;
    }

    private static int slot(byte[] name, int length, int size) {
      int hash = length;
      for (int i = 0; i < length; i++) {
        hash = hash * 31 + name[i];
      }
      return (hash ^ (hash >>> 15)) & (size - 1);
    }
  }
}
