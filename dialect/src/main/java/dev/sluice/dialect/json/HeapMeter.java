package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.LongPredicate;

/// Counts the heap that is taken by what is built of a peer's words, and asks for it before it is
/// taken, in steps. Objects count as the JVM lays them out: a header of 12 bytes, references of 4,
/// all of it a multiple of 8.
///
/// Belongs to one thread at a time.
public final class HeapMeter {
  /// The least that a meter asks for, in bytes, so that it asks once for a small text.
  public static final int STEP = 16 * 1024;

  static final int REFERENCE = 4;
  private static final int ARRAY = 16;
  private static final int STRING = 24;
  private static final int ALIGNMENT = 8;

  /// What the last character of Latin-1 begins with in UTF-8, and the first of four bytes.
  private static final int LATIN_FIRST = 0xC3;

  private static final int FOUR_FIRST = 0xF0;

  private static final int LATIN_MAX = 0xFF;
  private static final int ASCII = 0x80;
  private static final int TWO_BYTES = 0x800;

  /// There is no room for more, on its way to the front of what builds, where it becomes a value.
  /// It has no stack trace: it is a peer's doing and no bug.
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

  /// @param room whether there is room for so many bytes in all; it is asked for ever more, until
  ///   it says no
  public HeapMeter(LongPredicate room) {
    this(0, room);
  }

  /// A meter that asks for nothing up to a bound, for what is garbage after a moment.
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

  /// A meter for what the product brings itself.
  public static HeapMeter unbounded() {
    return upTo(Long.MAX_VALUE);
  }

  /// Counts bytes that are about to be taken.
  ///
  /// @throws NoRoomException if there is no room for them
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

  /// Counts what is garbage as soon as the step that makes it is over.
  ///
  /// @throws NoRoomException if there is no room for it
  public void passing(long bytes) {
    long before = built;
    add(bytes);
    back(before);
  }

  /// The text that bytes are in UTF-8, counted with what it is decoded in: characters beyond
  /// Latin-1 take two bytes each, and all of them where there is one.
  ///
  /// @throws NoRoomException if there is no room for it
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

  /// The JVM decodes into an array as long as the bytes, and from the first character beyond
  /// Latin-1 on into one of twice that.
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

  /// What has been built beyond this is garbage. What was asked for stays granted.
  ///
  /// @param before what [#built] was then
  public void back(long before) {
    built = before;
  }

  /// Everything is garbage, and what was asked for has been given back.
  ///
  /// @return whether anything had been asked for
  public boolean reset() {
    boolean asked = granted > free;
    built = 0;
    granted = free;
    return asked;
  }

  /// The size of a string of so many bytes.
  public static long string(long bytes) {
    return STRING + array(bytes);
  }

  /// The size of an array of so many bytes.
  public static long array(long bytes) {
    return aligned(ARRAY + bytes);
  }

  /// The size of a string.
  public static long text(String text) {
    return joined(List.of(text), 0);
  }

  /// The size of one string of these.
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

  /// The size of a string's bytes in UTF-8, with the array that the JVM encodes it in: that has
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
