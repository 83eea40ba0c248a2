package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.LongPredicate;

/// A meter of the heap that is taken by what is built of a peer's words; it asks for the heap
/// before that is taken, in steps. Objects count as the JVM lays them out: a header of 12 bytes,
/// references of 4, the whole a multiple of 8.
///
/// Belongs to one thread at a time.
public final class HeapMeter {
  /// The least that a meter asks for, in bytes, so that it asks once for a small text.
  public static final int STEP = 16 * 1024;

  static final int REFERENCE = 4;
  private static final int ARRAY = 16;
  private static final int STRING = 24;
  private static final int ALIGNMENT = 8;

  /// The first byte in UTF-8 of the last character of Latin-1, and of the first character of four
  /// bytes.
  private static final int LATIN_FIRST = 0xC3;

  private static final int FOUR_FIRST = 0xF0;

  private static final int LATIN_MAX = 0xFF;
  private static final int ASCII = 0x80;
  private static final int TWO_BYTES = 0x800;

  /// The lack of room for more, on its way to the front of the code that builds, where it becomes a
  /// value. The exception has no stack trace: it is a peer's doing and no bug.
  public static final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoRoomException() {
      super("there is no memory for what is built of a text", null, false, false);
    }
  }

  private final LongPredicate room;
  private final long free;
  private long built;
  private long granted;

  /// @param room whether there is room for so many bytes in all; the test is asked for ever larger
  ///   counts, until it says no
  public HeapMeter(LongPredicate room) {
    this(0, room);
  }

  /// A meter that asks for nothing up to a bound, for what becomes garbage at once.
  ///
  /// @param free the bytes that need not be asked for
  public HeapMeter(long free, LongPredicate room) {
    this.free = free;
    this.granted = free;
    this.room = room;
  }

  /// A meter with room for this many bytes.
  public static HeapMeter upTo(long most) {
    return new HeapMeter(bytes -> bytes <= most);
  }

  /// A meter for what the product itself brings, without a bound.
  public static HeapMeter unbounded() {
    return upTo(Long.MAX_VALUE);
  }

  /// Counts bytes that are about to be taken.
  ///
  /// @throws NoRoomException if there is no room for the bytes
  public void add(long bytes) {
    built += bytes;
    if (built > granted) {
      ask();
    }
  }

  private void ask() {
    long wanted = Math.ceilDiv(built, STEP) * STEP;
    if (!room.test(wanted)) {
      throw new NoRoomException();
    }
    granted = wanted;
  }

  /// The bytes that have been counted.
  public long built() {
    return built;
  }

  /// Counts what becomes garbage as soon as the step that makes it is over.
  ///
  /// @throws NoRoomException if there is no room for the bytes
  public void passing(long bytes) {
    long before = built;
    add(bytes);
    back(before);
  }

  /// Decodes bytes in UTF-8 to a text, counted with the array in which it is decoded: characters
  /// beyond Latin-1 take two bytes each, and all of them where there is one.
  ///
  /// @throws NoRoomException if there is no room for the text
  String decoded(byte[] utf8, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= utf8[i];
    }
    int count = to - from;
    if (all >= 0) {
      add(string(count));
      return new String(utf8, from, count, ISO_8859_1);
    }
    countDecoded(utf8, from, to);
    return new String(utf8, from, count, UTF_8);
  }

  /// Counts what decoding takes: the JVM decodes into an array as long as the bytes, and from the
  /// first character beyond Latin-1 on into one of twice that length.
  private void countDecoded(byte[] utf8, int from, int to) {
    boolean wide = false;
    int length = 0;
    for (int i = from; i < to; i++) {
      int b = utf8[i] & 0xFF;
      wide |= b > LATIN_FIRST;
      length += (b & 0xC0) == 0x80 ? 0 : b < FOUR_FIRST ? 1 : 2;
    }
    long bytes = (long) to - from;
    long text = string(wide ? 2L * length : length);
    passing(text + array(bytes) + (wide ? array(2 * bytes) : 0));
    add(text);
  }

  /// Takes back what has been counted since `before`, as it is garbage. The room that was granted
  /// stays granted.
  ///
  /// @param before the value of [#built] then
  public void back(long before) {
    built = before;
  }

  /// Takes back everything that has been counted, since it is garbage, and since what was asked for
  /// has been given back.
  ///
  /// @return whether anything had been asked for
  public boolean reset() {
    boolean asked = granted > free;
    built = 0;
    granted = free;
    return asked;
  }

  /// The heap bytes of a string of so many bytes.
  public static long string(long bytes) {
    return STRING + array(bytes);
  }

  /// The heap bytes of an array of so many bytes.
  public static long array(long bytes) {
    return aligned(ARRAY + bytes);
  }

  /// The heap bytes of a string.
  public static long text(String text) {
    return joined(List.of(text), 0);
  }

  /// The heap bytes of one string that joins `texts`.
  ///
  /// @param joint the characters between two of them
  public static long joined(List<String> texts, int joint) {
    boolean wide = false;
    long length = (long) joint * texts.size();
    for (String text : texts) {
      wide = wide || isWide(text);
      length += text.length();
    }
    return string(wide ? 2 * length : length);
  }

  private static boolean isWide(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > LATIN_MAX) {
        return true;
      }
    }
    return false;
  }

  /// The heap bytes of a string in UTF-8, with the array in which the JVM encodes it, which has
  /// three bytes for each character where one is beyond ASCII.
  public static long encoded(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < ASCII ? 1 : c < TWO_BYTES || Character.isSurrogate(c) ? 2 : 3;
    }
    boolean ascii = bytes == text.length();
    return array(bytes) + (ascii ? 0 : array(3L * text.length()));
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
