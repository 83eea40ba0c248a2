package dev.sluice.dialect.json;

import org.jspecify.annotations.Nullable;

/// The place of a pass over a JSON text that arrives in parts, and the value that was found last.
///
/// Confined to one thread.
///
/// @param <T> the type of the tags of values that matter
abstract class FoundValue<T> {
  private final JsonSelector<T> root;
  final Nesting<T> nesting = new Nesting<>();

  /// The selector of the property that was named last, and the selector of the current value.
  @Nullable JsonSelector<T> member;

  @Nullable JsonSelector<T> selector;
  JsonKind kind = JsonKind.NULL;

  /// The beginning and end of the current value, counted from the text's beginning.
  long start;

  long end;

  /// The difference between an index into the current part and a position in the text, and the
  /// bytes of all parts.
  long shift;

  long fed;

  /// The value that is kept, and its depth; -1 when no value is kept.
  final KeptValue kept;

  int keptDepth = -1;

  /// @param most the most bytes of a value that are kept
  FoundValue(JsonSelector<T> root, int most) {
    this.root = root;
    kept = new KeptValue(most);
  }

  final JsonSelector<T> root() {
    return root;
  }

  /// The kind of the value found.
  public final JsonKind kind() {
    return kind;
  }

  /// The beginning of the value found, in bytes from the beginning of the text.
  public final long start() {
    return start;
  }

  /// The position just behind the last byte of the value found, in bytes from the beginning of the
  /// text.
  public final long end() {
    return end;
  }

  /// The value found as it was written, if it is kept and not too long for that; else empty.
  public final String raw() {
    return kept.text(0);
  }

  /// The value found as a whole number; -1 when it is anything but 1 to 18 digits, or is not kept.
  public final long count() {
    return kept.count();
  }

  /// The selector of the value that begins.
  final @Nullable JsonSelector<T> child() {
    if (nesting.depth() == 0) {
      return root;
    }
    if (nesting.inObject()) {
      return member;
    }
    JsonSelector<T> array = nesting.innermost();
    return array == null ? null : array.element();
  }
}
