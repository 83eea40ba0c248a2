package dev.sluice.server.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Looks at the bytes of a request's head, as far as the decoder has read them: what it joins or
/// skips cannot be seen in its result.
final class HeadBytes {
  private static final Malformed FOLDED =
      Malformed.bad("a line of the request's head begins with white space or a control character");
  private static final AsciiString KEY = AsciiString.cached("authorization:");
  private static final int LARGE_KEY = 8 * 1024;

  /// What is doubtful in whole lines of the head, from `from` up to `until`.
  @Nullable Malformed doubt(ByteBuf in, int from, int until) {
    for (int line = from; line < until; line = end(in, line, until)) {
      byte first = in.getByte(line);
      if (first >= 0 && first <= ' ' && first != '\r' && first != '\n') {
        return FOLDED;
      }
    }
    return null;
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
