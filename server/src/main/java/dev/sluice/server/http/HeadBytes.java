package dev.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A look at the bytes of a request's head and trailers, as far as the decoder has read them: bytes
/// that it joins, skips or changes cannot be seen in its result.
final class HeadBytes {
  private static final Malformed FOLDED =
      Malformed.bad("a header line begins with white space or a control character");
  private static final Malformed REQUEST_LINE =
      Malformed.bad("the request line has a control character; its parts are parted by spaces");

  /// A fragment is for the client alone, and may hold what is meant for no log.
  private static final Malformed FRAGMENT =
      Malformed.bad("the request line has a #: leave out the fragment, or write %23 for a #");

  private static final Malformed LOWER_CASE =
      Malformed.bad("the version of HTTP must be written in capitals");
  private static final AsciiString VERSION = AsciiString.cached(" HTTP/");
  private static final AsciiString KEY = AsciiString.cached("authorization:");
  private static final int LARGE_KEY = 8 * 1024;
  private static final byte DELETE = 0x7F;

  /// The bit that lower-case letters have and capitals have not.
  private static final byte LOWER = 0x20;

  private boolean begun;

  /// Whether the last byte before the head was a carriage return.
  private boolean returned;

  /// The next head begins with the next line that is not empty.
  void begin() {
    begun = false;
    returned = false;
  }

  /// The fault in whole lines of the head, from `from` up to `until`.
  @Nullable Malformed doubt(ByteBuf in, int from, int until) {
    int line = begun ? from : afterEmptyLines(in, from, until);
    if (begun || line == until) {
      return folded(in, line, until);
    }
    begun = true;
    int end = end(in, line, until);
    Malformed doubt = returned ? REQUEST_LINE : ofRequestLine(in, line, end);
    return doubt == null ? folded(in, end, until) : doubt;
  }

  private int afterEmptyLines(ByteBuf in, int from, int until) {
    int at = from;
    while (at < until && isEmptyLine(in.getByte(at))) {
      returned = in.getByte(at++) == '\r';
    }
    return at;
  }

  /// Whether `b`, after empty lines, is part of another one: a line feed, or the carriage return
  /// before it.
  private boolean isEmptyLine(byte b) {
    return b == '\n' || (b == '\r' && !returned);
  }

  private static @Nullable Malformed ofRequestLine(ByteBuf in, int from, int end) {
    if (in.getByte(from) == ' ') {
      return REQUEST_LINE;
    }
    int text = end;
    while (text > from && lineEnd(in.getByte(text - 1))) {
      text--;
    }
    if (in.forEachByte(from, text - from, HeadBytes::isNoControl) >= 0) {
      return REQUEST_LINE;
    }
    if (in.indexOf(from, text, (byte) '#') >= 0) {
      return FRAGMENT;
    }
    int space = in.forEachByteDesc(from, text - from, ByteProcessor.FIND_ASCII_SPACE);
    return spelt(in, space < 0 ? from : space, text) ? null : LOWER_CASE;
  }

  private static boolean isNoControl(byte b) {
    return (b < 0 || b >= ' ') && b != DELETE;
  }

  /// Whether the end of a request line is a version in capitals, or no version at all, which the
  /// decoder reports.
  private static boolean spelt(ByteBuf in, int space, int end) {
    if (end - space < VERSION.length()) {
      return true;
    }
    boolean lower = false;
    for (int i = 0; i < VERSION.length(); i++) {
      byte b = in.getByte(space + i);
      byte capital = VERSION.byteAt(i);
      if (b != capital && b != (capital | LOWER)) {
        return true;
      }
      lower |= b != capital;
    }
    return !lower;
  }

  /// The fault in whole header lines, from `from` up to `until`.
  static @Nullable Malformed folded(ByteBuf in, int from, int until) {
    for (int line = from; line < until; line = end(in, line, until)) {
      byte first = in.getByte(line);
      if (first >= 0 && first <= ' ' && !lineEnd(first)) {
        return FOLDED;
      }
    }
    return null;
  }

  private static boolean lineEnd(byte b) {
    return b == '\r' || b == '\n';
  }

  /// Whether a line of the head is a key so long that it is why the head is too large: then the key
  /// is wrong, whatever else is.
  boolean largeKey(ByteBuf in, int from, int until) {
    for (int line = from; line < until; line = end(in, line, until)) {
      int length = end(in, line, until) - line;
      if (length > LARGE_KEY && KEY.contentEqualsIgnoreCase(start(in, line))) {
        return true;
      }
    }
    return false;
  }

  private static CharSequence start(ByteBuf in, int line) {
    return in.getCharSequence(line, KEY.length(), StandardCharsets.US_ASCII);
  }

  private static int end(ByteBuf in, int from, int until) {
    int feed = in.indexOf(from, until, (byte) '\n');
    return feed < 0 ? until : feed + 1;
  }
}
