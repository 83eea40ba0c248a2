package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.Facts;
import dev.sluice.provider.json.JsonStrings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Puts a target's name of the model into a request's body. The other bytes are shared, not copied.
final class ModelSplice {
  private ModelSplice() {}

  /// The body of `call` with `model` in it; a reference of its own to what it shares.
  static ByteBuf body(Call call, String model) {
    ByteBuf bytes = call.body().bytes();
    Facts facts = call.facts();
    int start = bytes.readerIndex() + facts.modelStart();
    int end = bytes.readerIndex() + facts.modelEnd();
    ByteBuf name =
        Unpooled.wrappedBuffer(JsonStrings.quote(model).getBytes(StandardCharsets.UTF_8));
    if (name.equals(bytes.slice(start, end - start))) {
      return bytes.retain();
    }
    return Unpooled.wrappedUnmodifiableBuffer(
        bytes.retainedSlice(bytes.readerIndex(), facts.modelStart()),
        name,
        bytes.retainedSlice(end, bytes.writerIndex() - end));
  }
}
