package dev.sluice.batches;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// The form of a record in a log:
///
/// ```text
/// line 4 | kind 1 | tokens 4 x 8 | length 4 | bytes | CRC32C of all before 4
/// ```
///
/// Numbers are big-endian. A file that goes on from others begins with their bounds ([LogBounds]),
/// which are no line's.
final class LogRecord {
  /// How many bytes stand in front of a record's own.
  static final int HEAD = 4 + 1 + 4 * 8 + 4;

  static final int CHECK = 4;

  /// No result is longer, sealed or not: [ResultLog#append] refuses one that is, which [BatchRun]
  /// has made an error before.
  static final int LONGEST = 256 << 20;

  private static final int LENGTH_AT = HEAD - 4;

  /// What a line has got.
  enum Kind {
    ANSWERED(1),
    REFUSED(2),
    /// No result: how far the files of other owners count.
    BOUNDS(3),
    /// No result: that of the line, which a provider's batch has had, is paid for.
    PAID(4);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }
  }

  private static final Kind[] KINDS = Kind.values();

  /// In place of a line's number.
  static final int NO_LINE = -1;

  private LogRecord() {}

  /// Writes a record.
  static ByteBuffer write(int line, Kind kind, Tokens used, byte[] bytes) {
    ByteBuffer out = ByteBuffer.allocate(HEAD + bytes.length + CHECK);
    out.putInt(line).put(kind.code);
    out.putLong(used.input()).putLong(used.cached());
    out.putLong(used.output()).putLong(used.reasoning());
    out.putInt(bytes.length).put(bytes);
    out.putInt(check(out.array(), out.position()));
    return out.flip();
  }

  private static int check(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /// Whether a record may have so many bytes of its own.
  static boolean fits(int length) {
    return length >= 0 && length <= LONGEST;
  }

  /// The length of the bytes of a record; -1 where the head can be no record's.
  static int length(ByteBuffer head) {
    int length = head.getInt(LENGTH_AT);
    return fits(length) ? length : -1;
  }

  /// Whether a whole record is the one that was written.
  static boolean isWhole(byte[] record) {
    int checked = record.length - CHECK;
    return ByteBuffer.wrap(record).getInt(checked) == check(record, checked)
        && record[4] >= Kind.ANSWERED.code
        && record[4] <= Kind.PAID.code;
  }

  static int line(ByteBuffer record) {
    return record.getInt(0);
  }

  static Kind kind(ByteBuffer record) {
    byte code = record.get(4);
    for (Kind kind : KINDS) {
      if (kind.code == code) {
        return kind;
      }
    }
    return Kind.BOUNDS;
  }

  /// The bytes of a whole record.
  static byte[] content(byte[] record) {
    return Arrays.copyOfRange(record, HEAD, record.length - CHECK);
  }

  static Tokens used(ByteBuffer record) {
    return new Tokens(
        record.getLong(5), record.getLong(13), record.getLong(21), record.getLong(29));
  }
}
