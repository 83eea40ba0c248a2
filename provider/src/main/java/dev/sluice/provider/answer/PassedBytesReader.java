package dev.sluice.provider.answer;

import dev.sluice.call.answer.Progress;
import dev.sluice.call.request.UsageMember;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// A reader of bytes that pass as they come: the first of them are output, and their end is that of
/// their framing. Nothing is held; where members tell a usage, they are read as they pass.
final class PassedBytesReader extends BodyReader {
  private final AnswerContext context;
  private final ToldUsage told;
  private boolean begun;

  /// @param usage the members that tell what was used
  PassedBytesReader(AnswerContext context, List<UsageMember> usage) {
    this.context = context;
    this.told = new ToldUsage(usage);
  }

  @Override
  public void body(ByteBuf bytes) {
    if (!bytes.isReadable()) {
      bytes.release();
      return;
    }
    begin();
    if (told.isWanted()) {
      read(bytes);
      settle();
    }
    if (told.tellsTokens()) {
      // What was told may be raised until the end, and counts as an estimate as long as that is not
      // there; as long as nothing was told, the output is thought to be as long as the answer.
      context.meter().said(bytes.readableBytes());
      context.meter().settle();
    }
    context.sink().body(bytes);
  }

  private void begin() {
    if (!begun) {
      begun = true;
      settle();
      context.progress(Progress.MEANINGFUL);
    }
  }

  private void settle() {
    if (told.isChanged()) {
      context.meter().used(told.extras());
      context.meter().reported(told.report());
      context.meter().settle();
    }
  }

  @Override
  protected boolean block(byte[] a, int from, int to, int shift) {
    told.feed(a, from, to);
    return true;
  }

  @Override
  public void end() {
    begin();
    told.end();
    settle();
    context.meter().settle();
    context.progress(Progress.TERMINATED);
    context.sink().end();
  }
}
