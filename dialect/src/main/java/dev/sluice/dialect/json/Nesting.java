package dev.sluice.dialect.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The arrays and objects around the current position, with the selector of each (null where
/// nothing in it matters). Confined to one thread.
final class Nesting<T> {
  /// The initial capacity in levels: the depth of a chat's answer, and a level more.
  private static final int USUAL_DEPTH = 6;

  /// The bytes of memory that a level takes: a beginning and a reference.
  private static final int LEVEL = 2 * Long.BYTES;

  private @Nullable JsonSelector<T>[] shapes = stack(USUAL_DEPTH);

  /// The beginning of each level, times two, and one more where the level is an object.
  private long[] starts = new long[USUAL_DEPTH];

  private int depth;

  void clear() {
    depth = 0;
  }

  int depth() {
    return depth;
  }

  /// The most bytes of memory that are taken.
  int capacity() {
    return starts.length * LEVEL;
  }

  boolean inObject() {
    return depth > 0 && (starts[depth - 1] & 1) != 0;
  }

  /// The selector of the innermost level; null when nothing in it matters. There must be a level.
  @Nullable JsonSelector<T> innermost() {
    return shapes[depth - 1];
  }

  void push(@Nullable JsonSelector<T> selector, boolean object, long start) {
    if (depth == starts.length) {
      shapes = Arrays.copyOf(shapes, depth * 2);
      starts = Arrays.copyOf(starts, depth * 2);
    }
    shapes[depth] = selector;
    starts[depth++] = start << 1 | (object ? 1 : 0);
  }

  /// The beginning of the innermost level. There must be one.
  long start() {
    return starts[depth - 1] >> 1;
  }

  @Nullable JsonSelector<T> pop() {
    return shapes[--depth];
  }

  // An array of a generic type cannot be made otherwise, and never leaves this class.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> @Nullable JsonSelector<T>[] stack(int size) {
    return new JsonSelector[size];
  }
}
