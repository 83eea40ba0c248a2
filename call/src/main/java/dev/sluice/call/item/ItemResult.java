package dev.sluice.call.item;

import dev.sluice.call.request.Span;
import java.util.Arrays;

/// The part of an answer that belongs to one item: a view of its position in the answer's bytes.
///
/// @param in the bytes that contain the result
/// @param at the position of the result in those bytes
/// @param index the position of its index among the others, which differs from answer to answer;
///   [Span#NONE] where there is none
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ItemResult(byte[] in, Span at, Span index) {
  /// The size of the result in bytes.
  public int size() {
    return at.end() - at.start();
  }

  /// A copy of the result that does not keep the rest of the answer in memory.
  public ItemResult alone() {
    int by = at.start();
    Span moved = index.present() ? new Span(index.start() - by, index.end() - by) : Span.NONE;
    return new ItemResult(Arrays.copyOfRange(in, by, at.end()), new Span(0, size()), moved);
  }

  /// Whether both results say the same of their items, their indexes aside.
  public boolean same(ItemResult other) {
    return part(at.start(), headEnd(), other, other.at.start(), other.headEnd())
        && part(tailStart(), at.end(), other, other.tailStart(), other.at.end());
  }

  private boolean part(int from, int to, ItemResult other, int otherFrom, int otherTo) {
    return Arrays.equals(in, from, to, other.in, otherFrom, otherTo);
  }

  private int headEnd() {
    return index.present() ? index.start() : at.end();
  }

  private int tailStart() {
    return index.present() ? index.end() : at.end();
  }
}
