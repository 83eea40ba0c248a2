package dev.sluice.provider.answer;

import dev.sluice.call.Failed;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// A reader that collects the body of an answer which is not to be passed on, and classifies it at
/// its end, or as soon as it is longer than any error that is read.
final class ErrorBodyReader extends BodyReader {
  /// The most bytes of the body that are kept.
  static final int BODY_MAX = 64 * 1024;

  private final Function<String, Failed> classify;
  private final FailureListener verdict;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  public ErrorBodyReader(Function<String, Failed> classify, FailureListener verdict) {
    this.classify = classify;
    this.verdict = verdict;
  }

  /// The failure that the body stands for, by the part of it that has arrived.
  public Failed classified() {
    return classify.apply(body.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void body(ByteBuf bytes) {
    boolean more = read(bytes);
    bytes.release();
    if (!more) {
      verdict.failed(classified());
    }
  }

  @Override
  protected boolean block(byte[] a, int from, int to, int shift) {
    int room = BODY_MAX - body.size();
    body.write(a, from, Math.min(room, to - from));
    return to - from <= room;
  }

  @Override
  public void end() {
    verdict.failed(classified());
  }
}
