package dev.sluice.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// A decoder of HTTP answers with the gateway's bounds, which also reports what the messages of
/// Netty's decoder do not: whether a single byte of an answer has arrived, and whether bytes are
/// left that no message accounts for.
final class AnswerDecoder extends HttpResponseDecoder {
  private static final int MAX_STATUS_LINE = 4 * 1024;
  private static final int MAX_HEADERS = 64 * 1024;
  // No piece is cut smaller than what one read brings.
  private static final int MAX_PIECE = 64 * 1024;

  private boolean touched;

  /// Whether no byte has been read since the last answer's end.
  private boolean between = true;

  public AnswerDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_STATUS_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxChunkSize(MAX_PIECE));
  }

  /// Begins to await the next answer.
  public void expect() {
    touched = false;
  }

  /// Whether any byte has come since the next answer is awaited.
  public boolean touched() {
    return touched;
  }

  /// Whether there are bytes that belong to no message yet.
  public boolean holdsBytes() {
    return !between || actualReadableBytes() > 0;
  }

  /// Decodes bytes. A status line that has arrived whole is read before there is a message of it.
  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    int from = in.readerIndex();
    super.decode(ctx, in, out);
    if (!out.isEmpty()) {
      between = out.getLast() instanceof LastHttpContent;
    } else if (in.readerIndex() != from) {
      between = false;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
    touched = true;
    super.channelRead(ctx, bytes);
  }
}
