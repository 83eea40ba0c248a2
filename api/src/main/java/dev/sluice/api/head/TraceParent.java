package dev.sluice.api.head;

import dev.sluice.call.Call;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/// The reader of a client's place in a trace out of `traceparent`, as W3C Trace Context has it:
/// `VERSION-TRACE-PARENT-FLAGS`, in lower-case hexadecimal digits. A header that comes twice says
/// nothing.
public final class TraceParent {
  private static final AsciiString NAME = AsciiString.cached("traceparent");
  private static final int VERSION_END = 2;
  private static final int TRACE_END = VERSION_END + 1 + 32;
  private static final int PARENT_END = TRACE_END + 1 + 16;
  private static final int LENGTH = PARENT_END + 3;
  private static final int SAMPLED = 1;
  private static final int HEX = 16;

  private TraceParent() {}

  /// The place; [Call.Trace#NONE] where there is no header, or none that is valid.
  public static Call.Trace trace(HttpHeaders headers) {
    String text = headers.get(NAME);
    return text == null || !valid(text) || headers.getAll(NAME).size() > 1
        ? Call.Trace.NONE
        : trace(text);
  }

  private static Call.Trace trace(String text) {
    int flags = Integer.parseInt(text, PARENT_END + 1, LENGTH, HEX);
    return new Call.Trace(
        text.substring(VERSION_END + 1, TRACE_END),
        text.substring(TRACE_END + 1, PARENT_END),
        "",
        (flags & SAMPLED) != 0);
  }

  /// A later version may have more behind the flags.
  private static boolean valid(String text) {
    boolean first = text.startsWith("00-");
    boolean fits = first ? text.length() == LENGTH : text.length() >= LENGTH;
    return fits
        && !text.startsWith("ff")
        && hex(text, 0, VERSION_END)
        && part(text, VERSION_END, TRACE_END)
        && part(text, TRACE_END, PARENT_END)
        && text.charAt(PARENT_END) == '-'
        && hex(text, PARENT_END + 1, LENGTH)
        && (first || text.length() == LENGTH || text.charAt(LENGTH) == '-');
  }

  /// Whether a part is a dash and digits that are not all zero.
  private static boolean part(String text, int dash, int end) {
    return text.charAt(dash) == '-' && hex(text, dash + 1, end) && !zero(text, dash + 1, end);
  }

  private static boolean zero(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static boolean hex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
