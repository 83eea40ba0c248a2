package dev.sluice.server.edge;

import dev.sluice.api.RetryHint;
import dev.sluice.api.answer.HeadWriter;
import dev.sluice.api.answer.Reply;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.server.http.AnswerWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;

/// What carries the gateway's own answers over a client's connection. Confined to the loop.
record ReplyCarrier(Channel channel, AnswerWriter writer) implements Reply.Carrier {

  /// Makes the reply to a request.
  static Reply reply(Channel channel, RequestContext context, RetryHint comeBack) {
    var carrier = new ReplyCarrier(channel, context.framing().writer(channel));
    return new Reply(carrier, context.id(), context.dialect(), comeBack);
  }

  @Override
  public HeadWriter head(int status) {
    return writer.head(status);
  }

  /// Sends the answer. Where that fails, as for want of memory, nobody would end the connection any
  /// more: it is broken rather than left open.
  @Override
  public boolean send(HeadWriter head, String body) {
    try (var rollback = Rollback.of(() -> AnswerWriter.reset(channel))) {
      ByteBuf bytes = ByteBufUtil.writeUtf8(channel.alloc(), body);
      writer.start(head, bytes.readableBytes());
      writer.write(bytes);
      writer.finish();
      rollback.keep();
    }
    return writer.reusable();
  }
}
