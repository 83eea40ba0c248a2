package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.answer.Sink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// The bytes that have arrived of an incomplete event, copied to the heap. A slice would pin the
/// whole buffer of its read, for many streams at once and for long; and an attempt that just stops
/// would have to give it back. Confined to the loop.
final class HeldBytes {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int length;

  int length() {
    return length;
  }

  /// The bytes of memory that are taken.
  int capacity() {
    return bytes.length;
  }

  /// Adds the readable bytes of `more`, and releases it.
  void add(ByteBuf more) {
    int added = more.readableBytes();
    if (length + added > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + added, length * 2));
    }
    more.readBytes(bytes, length, added);
    length += added;
    more.release();
  }

  /// Applies `edits` to the held bytes, which are one event.
  void edit(List<DataEdit> edits) {
    if (!edits.isEmpty()) {
      bytes = DataEdit.apply(edits, bytes, length);
      length = bytes.length;
    }
  }

  /// Applies `change` to the text of the held bytes; no byte changes where the text does not.
  void change(UnaryOperator<String> change) {
    String text = new String(bytes, 0, length, UTF_8);
    String changed = change.apply(text);
    if (!changed.equals(text)) {
      bytes = changed.getBytes(UTF_8);
      length = bytes.length;
    }
  }

  void passTo(Sink sink) {
    if (length > 0) {
      sink.body(take());
    }
  }

  /// Returns the held bytes and forgets them.
  ByteBuf take() {
    ByteBuf all = Unpooled.wrappedBuffer(bytes, 0, length);
    drop();
    return all;
  }

  void drop() {
    bytes = NOTHING;
    length = 0;
  }
}
