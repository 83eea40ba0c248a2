package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// An edit of an event's data.
///
/// @param from where the bytes begin that are replaced, counted from the beginning of the data
/// @param to the offset just behind them; equal to `from` where something is inserted
/// @param with the replacement, in ASCII
record DataEdit(long from, long to, String with) {

  /// Applies `edits`, which are in the order of their positions and do not cross the ends of lines,
  /// to one event.
  ///
  /// @param event the event as it arrived, `data:` and all, of which `length` bytes count
  static byte[] apply(List<DataEdit> edits, byte[] event, int length) {
    var out = new ByteArrayOutputStream(length + Long.BYTES * edits.size());
    int copied = 0;
    long data = 0;
    int next = 0;
    for (int line = 0; line < length; line = behind(event, line, length)) {
      int value = value(event, line, length);
      int end = lineEnd(event, line, length);
      if (value < 0) {
        continue;
      }
      for (; next < edits.size() && edits.get(next).to <= data + end - value; next++) {
        DataEdit edit = edits.get(next);
        int index = value + (int) (edit.from - data);
        out.write(event, copied, index - copied);
        out.writeBytes(edit.with.getBytes(US_ASCII));
        copied = index + (int) (edit.to - edit.from);
      }
      data += end - value + 1;
    }
    out.write(event, copied, length - copied);
    return out.toByteArray();
  }

  /// Applies `edits`, which are in the order of their positions, to a part of a text.
  ///
  /// @param part a part that contains all that is replaced; its reference goes over to what is
  ///   returned
  /// @param before the number of bytes of the text in front of the part
  /// @return the buffers of which the edited part consists
  static List<ByteBuf> in(List<DataEdit> edits, ByteBuf part, long before) {
    if (edits.isEmpty()) {
      return List.of(part);
    }
    var parts = new ArrayList<ByteBuf>(2 * edits.size() + 1);
    long offset = before;
    for (DataEdit edit : edits) {
      parts.add(part.readRetainedSlice((int) (edit.from - offset)));
      parts.add(Unpooled.copiedBuffer(edit.with, US_ASCII));
      part.skipBytes((int) (edit.to - edit.from));
      offset = edit.to;
    }
    parts.add(part);
    return parts;
  }

  /// Applies `edits`, which are in the order of their positions, to the data of an event, of which
  /// `length` bytes count.
  static byte[] in(List<DataEdit> edits, byte[] data, int length) {
    var out = new ByteArrayOutputStream(length + Long.BYTES * edits.size());
    int copied = 0;
    for (DataEdit edit : edits) {
      out.write(data, copied, (int) edit.from - copied);
      out.writeBytes(edit.with.getBytes(US_ASCII));
      copied = (int) edit.to;
    }
    out.write(data, copied, length - copied);
    return out.toByteArray();
  }

  /// The index at which the data of the line at `line` begin; -1 where the line has none.
  private static int value(byte[] a, int line, int length) {
    int from = line + (line == 0 && length > 2 && a[0] == (byte) 0xEF ? 3 : 0);
    if (!isData(a, from, length)) {
      return -1;
    }
    return from + 5 < length && a[from + 5] == ' ' ? from + 6 : from + 5;
  }

  private static boolean isData(byte[] a, int from, int length) {
    return from + 4 < length
        && a[from] == 'd'
        && a[from + 1] == 'a'
        && a[from + 2] == 't'
        && a[from + 3] == 'a'
        && a[from + 4] == ':';
  }

  private static int lineEnd(byte[] a, int line, int length) {
    int end = line;
    while (end < length && a[end] != '\n' && a[end] != '\r') {
      end++;
    }
    return end;
  }

  private static int behind(byte[] a, int line, int length) {
    int end = lineEnd(a, line, length);
    boolean both = end + 1 < length && a[end] == '\r' && a[end + 1] == '\n';
    return end + (both ? 2 : 1);
  }
}
