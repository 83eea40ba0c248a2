package dev.sluice.internal.dialect.gemini.answer;

import dev.sluice.internal.dialect.rule.BrokenAnswer;
import dev.sluice.internal.dialect.sse.SseReader;
import java.io.ByteArrayOutputStream;

/// Makes one JSON array of a stream's events, as clients get it that do not ask for `alt=sse`: each
/// event's data is an element, an error the last. What arrives may be cut anywhere; what comes out
/// are whole elements.
///
/// Belongs to one thread.
public final class ArrayFrames {
  private final SseReader reader = new SseReader(this::element);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private boolean begun;

  /// The elements that the next part of the stream, `a` from `from` to `to`, completes.
  ///
  /// @throws BrokenAnswer if an event is larger than 8 MiB
  public byte[] feed(byte[] a, int from, int to) {
    reader.feed(a, from, to);
    return take();
  }

  /// The end of the array; the stream has ended.
  public byte[] end() {
    reader.end();
    if (!begun) {
      out.write('[');
    }
    out.write(']');
    return take();
  }

  private void element(byte[] a, int length) {
    out.write(begun ? ',' : '[');
    begun = true;
    out.write(a, 0, length);
  }

  private byte[] take() {
    byte[] taken = out.toByteArray();
    out.reset();
    return taken;
  }
}
