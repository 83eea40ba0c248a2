package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.internal.runtime.WorkerPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Estimate of the tokens that a call needs of a context window: its input, at four bytes a token,
/// and its own bound on the output.
///
/// Limitations: only texts are judged. A body that holds pictures or sounds, as far as its first
/// 256 KiB show, counts as one that needs nothing, since they are many bytes and few tokens. Other
/// languages than English have fewer bytes a token, so that a call is sent to a window that is too
/// small for it; the provider's refusal then moves it.
final class ContextEstimate {
  private static final ByteBuf PICTURE = ascii(";base64,");
  private static final ByteBuf SOUND = ascii("\"input_audio\"");

  private ContextEstimate() {}

  /// How many tokens `call` needs at the least; zero where its size says nothing.
  static long tokens(Call call) {
    long input = call.body().size() / RequestFacts.BYTES_PER_TOKEN;
    return input + call.facts().maxTokens().orElse(0);
  }

  /// Whether `target` can hold a call of so many `tokens`, as far as that is known.
  static boolean fits(Target target, Call call, long tokens) {
    return target.context().isEmpty() || tokens <= target.context().getAsLong() || hasMedia(call);
  }

  private static boolean hasMedia(Call call) {
    ByteBuf body = call.body().bytes();
    ByteBuf begin =
        body.slice(body.readerIndex(), Math.min(call.body().size(), WorkerPool.LOOP_MAX));
    return ByteBufUtil.indexOf(PICTURE.duplicate(), begin) >= 0
        || ByteBufUtil.indexOf(SOUND.duplicate(), begin) >= 0;
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII)).asReadOnly());
  }
}
