package dev.sluice.lab.fuzz;

import dev.sluice.server.http.RequestDecoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/// The request decoder: whatever bytes come, and wherever they are cut, the same messages come out,
/// and no exception does.
final class DecoderFuzz {
  private DecoderFuzz() {}

  static void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int cut = Byte.toUnsignedInt(input[0]) % input.length;
    List<String> whole = decode(input, input.length);
    List<String> parts = decode(input, cut);
    Must.hold(whole.equals(parts), "the same heads at every cut: " + whole + ", " + parts);
  }

  /// The heads that come of `input` from its second byte on, fed in two parts.
  private static List<String> decode(byte[] input, int cut) {
    EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder());
    try {
      int middle = Math.max(1, cut);
      channel.writeInbound(Unpooled.copiedBuffer(input, 1, middle - 1));
      channel.writeInbound(Unpooled.copiedBuffer(input, middle, input.length - middle));
      return heads(channel);
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  private static List<String> heads(EmbeddedChannel channel) {
    List<String> heads = new ArrayList<>();
    for (Object message; (message = channel.readInbound()) != null; ) {
      if (message instanceof HttpRequest request) {
        heads.add(request.method() + " " + request.uri() + " " + request.headers());
      }
      ReferenceCountUtil.release(message);
    }
    return heads;
  }
}
