package dev.sluice.provider.answer;

import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.answer.Progress;
import io.netty.buffer.ByteBuf;

/// A reader of sound or of a text, which passes as it comes: its first bytes are output, and its
/// end is that of its framing, since nothing in it says that it is complete. It tells no usage. By
/// the characters that are spoken, or by its own, its tokens are estimated, for models that are
/// sold by these.
final class BytesReader extends BodyReader {
  /// The bytes of text to which one spoken character comes: 15 characters a second, and 1,250
  /// tokens a minute of speech by https://platform.openai.com/docs/pricing, at four bytes a token.
  private static final long TEXT_BYTES = 6;

  private final AnswerContext context;
  private final long spoken;
  private final boolean text;
  private boolean begun;

  /// @param spoken how many characters are spoken
  /// @param text whether the answer is a text
  BytesReader(AnswerContext context, long spoken, boolean text) {
    this.context = context;
    this.spoken = spoken;
    this.text = text;
  }

  @Override
  public void body(ByteBuf bytes) {
    if (!bytes.isReadable()) {
      bytes.release();
      return;
    }
    context.meter().said(text ? bytes.readableBytes() : 0);
    if (!begun) {
      begin();
    }
    context.sink().body(bytes);
  }

  private void begin() {
    begun = true;
    context.meter().said(spoken * TEXT_BYTES);
    context.meter().settle();
    context.progress(Progress.MEANINGFUL);
  }

  @Override
  protected boolean block(byte[] a, int from, int to, int shift) {
    return true;
  }

  @Override
  public void end() {
    // The text of a silent sound is empty.
    if (!begun && !text) {
      context.fail(new BadAnswer(Flaw.TRUNCATED, "the answer has no body"));
      return;
    }
    context.meter().settle();
    context.progress(Progress.TERMINATED);
    context.sink().end();
  }
}
