package dev.sluice.dialect.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of a JSON text that matter, as a tree that looks like the text; values that it does
/// not name are skipped. Immutable.
///
/// @param <T> the type of the tags of values that matter
public final class JsonSelector<T> {
  private final @Nullable T tag;
  private final boolean kept;
  private final boolean objectsToo;
  private final boolean unique;
  private final boolean inherited;
  private final @Nullable JsonSelector<T> element;
  private final Fields<T> fields;

  /// The selector of a property that has no name here; null where such a property does not matter.
  private final @Nullable JsonSelector<T> other;

  private JsonSelector(
      @Nullable T tag,
      boolean kept,
      @Nullable JsonSelector<T> element,
      Map<String, JsonSelector<T>> fields) {
    this(tag, kept, false, element, fields);
  }

  private JsonSelector(
      @Nullable T tag,
      boolean kept,
      boolean objectsToo,
      @Nullable JsonSelector<T> element,
      Map<String, JsonSelector<T>> fields) {
    this.tag = tag;
    this.kept = kept;
    this.objectsToo = objectsToo;
    this.unique = false;
    this.inherited = false;
    this.element = element;
    this.fields = new Fields<>(fields);
    this.other = null;
  }

  /// A selector of an object of which every property that is not named is selected by `property`,
  /// or of an array of such objects.
  ///
  /// @param tag the tag of such an object; null where the object is not reported
  private JsonSelector(
      @Nullable T tag,
      boolean unique,
      Map<String, JsonSelector<T>> fields,
      JsonSelector<T> property) {
    this.tag = tag;
    this.kept = false;
    this.objectsToo = true;
    this.unique = unique;
    this.inherited = false;
    this.element = null;
    this.fields = new Fields<>(fields);
    this.other = property;
  }

  /// A copy of `like` but for what objects may hold.
  private JsonSelector(JsonSelector<T> like, boolean unique, boolean inherited) {
    this(like, unique, inherited, like.fields);
  }

  private JsonSelector(JsonSelector<T> like, boolean unique, boolean inherited, Fields<T> fields) {
    this.tag = like.tag;
    this.kept = like.kept;
    this.objectsToo = like.objectsToo;
    this.unique = unique;
    this.inherited = inherited;
    this.element = like.element;
    this.fields = fields;
    this.other = like.other;
  }

  /// A selector of a value of which the kind, and whether it is empty, is reported.
  public static <T> JsonSelector<T> reported(T tag) {
    return new JsonSelector<>(tag, false, null, Map.of());
  }

  /// A selector of a value whose own bytes are kept and reported.
  public static <T> JsonSelector<T> kept(T tag) {
    return new JsonSelector<>(tag, true, null, Map.of());
  }

  /// A selector of an object with these properties; any other value is kept and reported, as by
  /// [#kept].
  public static <T> JsonSelector<T> objectOrKept(T tag, Map<String, JsonSelector<T>> fields) {
    return new JsonSelector<>(tag, true, null, fields);
  }

  /// A selector of an object with these properties; any other value does not matter.
  public static <T> JsonSelector<T> object(Map<String, JsonSelector<T>> fields) {
    return new JsonSelector<>(null, false, null, fields);
  }

  /// A selector of an object with these properties, or of another value; the value is reported
  /// itself behind them, with nothing of it kept.
  public static <T> JsonSelector<T> objectTold(T tag, Map<String, JsonSelector<T>> fields) {
    return new JsonSelector<>(tag, false, true, null, fields);
  }

  /// A selector of an object with these properties, or of an array whose every element is selected
  /// by `element`.
  public static <T> JsonSelector<T> objectOrArray(
      Map<String, JsonSelector<T>> fields, JsonSelector<T> element) {
    return new JsonSelector<>(null, false, element, fields);
  }

  /// A selector of an object with these properties, or of an array whose every element is selected
  /// by `element`, or of another value. The value is reported itself behind what is in it, with
  /// nothing of it kept.
  public static <T> JsonSelector<T> objectOrArrayTold(
      T tag, Map<String, JsonSelector<T>> fields, JsonSelector<T> element) {
    return new JsonSelector<>(tag, false, true, element, fields);
  }

  /// A selector of an array whose every element is selected by `element`.
  public static <T> JsonSelector<T> array(JsonSelector<T> element) {
    return new JsonSelector<>(null, false, element, Map.of());
  }

  /// A selector of an array whose every element is selected by `element`, and which is reported
  /// itself, with nothing of it kept.
  public static <T> JsonSelector<T> array(T tag, JsonSelector<T> element) {
    return new JsonSelector<>(tag, false, element, Map.of());
  }

  /// A selector of an array whose every element is selected by `element`; any other value is kept
  /// and reported, as by [#kept].
  public static <T> JsonSelector<T> arrayOrKept(T tag, JsonSelector<T> element) {
    return new JsonSelector<>(tag, true, element, Map.of());
  }

  /// A selector of any value, in which properties of these names matter at any depth, but not the
  /// values in those properties.
  public static <T> JsonSelector<T> anywhere(Map<String, JsonSelector<T>> fields) {
    return new JsonSelector<>(object(fields), false, true);
  }

  /// A selector of an object whose every property is selected by `property`, whatever its name, and
  /// has to be there once; or of an array of such objects.
  public static <T> JsonSelector<T> each(JsonSelector<T> property) {
    return new JsonSelector<>(null, true, Map.of(), property);
  }

  /// A selector of an object with these properties, of which every other one is selected by
  /// `property`, or of an array of such objects, or of another value. The value is reported itself
  /// behind what is in it, with nothing of it kept.
  public static <T> JsonSelector<T> objectTold(
      T tag, Map<String, JsonSelector<T>> fields, JsonSelector<T> property) {
    return new JsonSelector<>(tag, false, fields, property);
  }

  /// A copy of this selector for an object whose properties each have to be there once, whatever
  /// their names. A [JsonScanner] refuses an object that breaks this.
  public JsonSelector<T> unique() {
    return new JsonSelector<>(this, true, inherited);
  }

  /// A copy of this selector with another property of its object.
  public JsonSelector<T> with(String name, JsonSelector<T> property) {
    return new JsonSelector<>(this, unique, inherited, fields.with(name, property));
  }

  /// The tag of a value of this kind; null when it does not matter.
  @Nullable T tag(JsonKind kind) {
    boolean opened = kind == JsonKind.OBJECT && named() && !objectsToo;
    return opened || isOpenedArray(kind) ? null : tag;
  }

  boolean keeps(JsonKind kind) {
    return kept && !(kind == JsonKind.OBJECT && named()) && !isOpenedArray(kind);
  }

  /// Whether a value of this kind is an array whose elements are reported instead of it.
  private boolean isOpenedArray(JsonKind kind) {
    return kept && kind == JsonKind.ARRAY && element != null;
  }

  @Nullable JsonSelector<T> element() {
    return inherited || other != null ? this : element;
  }

  /// Whether something within a value of this kind matters.
  boolean isWithin(JsonKind kind) {
    return switch (kind) {
      case OBJECT -> named();
      case ARRAY -> element() != null;
      default -> false;
    };
  }

  /// The selector of the property whose name lies in `a` from `from` to `to`; null when the
  /// property does not matter.
  @Nullable JsonSelector<T> field(byte[] a, int from, int to) {
    JsonSelector<T> field = fields.get(a, from, to);
    if (field != null) {
      return field;
    }
    return inherited ? this : other;
  }

  /// The selector of the property called `name`; null when the property does not matter.
  @Nullable JsonSelector<T> field(String name) {
    JsonSelector<T> field = fields.byName.get(name);
    if (field != null) {
      return field;
    }
    return inherited ? this : other;
  }

  /// The name that lies in `a` from `from` to `to`, if a property has that name; else null.
  @Nullable String name(byte[] a, int from, int to) {
    return fields.name(a, from, to);
  }

  /// Whether the names of the object's properties have to differ.
  boolean isUnique() {
    return unique;
  }

  /// Whether any property inside is named, so that names are worth reading.
  boolean named() {
    return fields.count > 0 || other != null;
  }

  /// A table of few names, told apart by their length and three of their bytes, so that a lookup
  /// costs one comparison, and most often none; names that are alike in these are told apart by all
  /// of their bytes. The table uses multiplicative hashing, with the first of some multipliers by
  /// which no two names share a slot.
  private static final class Fields<T> {
    private static final int BITS_MAX = 10;

    /// The factor by which each multiplier, an odd number, follows from the one before.
    private static final int GOLDEN = 0x9E3779B1;

    private static final int MULTIPLIERS = 64;

    /// The prime of FNV-1a.
    private static final int PRIME = 0x01000193;

    private final int count;
    private final Map<String, JsonSelector<T>> byName;

    /// Whether all bytes of names count.
    private final boolean whole;

    private final byte[][] names;
    private final String[] texts;
    private final List<@Nullable JsonSelector<T>> shapes;
    private int multiplier = GOLDEN;
    private int shift = Integer.SIZE - 1;

    Fields(Map<String, JsonSelector<T>> fields) {
      count = fields.size();
      byName = Map.copyOf(fields);
      whole = !isChosen(fields.keySet(), false);
      if (whole && !isChosen(fields.keySet(), true)) {
        throw new IllegalArgumentException("names have the same hash: " + fields.keySet());
      }
      int size = 1 << (Integer.SIZE - shift);
      names = new byte[size][0];
      texts = new String[size];
      shapes = new ArrayList<>(Collections.nCopies(size, null));
      fields.forEach(this::put);
    }

    Fields<T> with(String name, JsonSelector<T> property) {
      var all = new HashMap<>(byName);
      all.put(name, property);
      return new Fields<>(all);
    }

    /// Chooses the smallest power of two at which no two names share a slot; returns false where
    /// there is none.
    ///
    /// @param all whether all bytes of names count
    private boolean isChosen(Collection<String> names, boolean all) {
      int[] keys =
          names.stream()
              .map(Fields::utf8)
              .mapToInt(n -> all ? hash(n, 0, n.length) : key(n))
              .toArray();
      for (int bits = 1; bits <= BITS_MAX; bits++) {
        for (int i = 0; i < MULTIPLIERS; i++) {
          shift = Integer.SIZE - bits;
          if (Arrays.stream(keys).map(this::slot).distinct().count() == keys.length) {
            return true;
          }
          multiplier *= GOLDEN;
        }
      }
      return false;
    }

    private void put(String name, JsonSelector<T> selector) {
      byte[] bytes = utf8(name);
      int slot = slot(whole ? hash(bytes, 0, bytes.length) : key(bytes));
      names[slot] = bytes;
      texts[slot] = name;
      shapes.set(slot, selector);
    }

    @Nullable JsonSelector<T> get(byte[] a, int from, int to) {
      int slot = find(a, from, to);
      return slot < 0 ? null : shapes.get(slot);
    }

    @Nullable String name(byte[] a, int from, int to) {
      int slot = find(a, from, to);
      return slot < 0 ? null : texts[slot];
    }

    /// The slot of the name that lies in `a`; -1 for no name.
    private int find(byte[] a, int from, int to) {
      if (from == to) {
        return -1;
      }
      int key =
          whole
              ? hash(a, from, to)
              : key(to - from, a[from], a[from + ((to - from) >>> 1)], a[to - 1]);
      int slot = slot(key);
      byte[] name = names[slot];
      boolean same = name.length == to - from && Arrays.equals(a, from, to, name, 0, name.length);
      return same ? slot : -1;
    }

    private int slot(int key) {
      return (key * multiplier) >>> shift;
    }

    private static int key(byte[] name) {
      int last = name.length - 1;
      return key(name.length, name[0], name[name.length >>> 1], name[last]);
    }

    private static int key(int length, byte first, byte middle, byte last) {
      return (length << 24) ^ (first << 16) ^ (middle << 8) ^ last;
    }

    private static int hash(byte[] a, int from, int to) {
      int hash = to - from;
      for (int i = from; i < to; i++) {
        hash = (hash ^ a[i]) * PRIME;
      }
      return hash;
    }

    private static byte[] utf8(String name) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
  }
}
