package dev.sluice.server.http2;

import dev.sluice.server.http.LazyTimer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// A detector of the version of HTTP with which the client of a connection without TLS begins: the
/// preface of HTTP/2 is nothing that HTTP/1.1 could begin with. It takes itself out once it knows,
/// and passes on what has arrived. Confined to the loop.
public final class VersionDetector extends ByteToMessageDecoder {
  private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
  private final LazyTimer timer;
  private final Duration timeout;
  private final Consumer<Boolean> found;

  /// @param timeout how long the beginning may take to arrive
  /// @param found adds the handlers behind this one; told whether the version is HTTP/2
  public VersionDetector(LazyTimer timer, Duration timeout, Consumer<Boolean> found) {
    this.timer = timer;
    this.timeout = timeout;
    this.found = found;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    // Behind a proxy's head the connection has been active for long.
    timer.set(
        timeout,
        () -> {
          var _ = ctx.close();
        });
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int length = Math.min(in.readableBytes(), preface.readableBytes());
    boolean fits = ByteBufUtil.equals(in, in.readerIndex(), preface, preface.readerIndex(), length);
    if (!fits || length == preface.readableBytes()) {
      found.accept(fits);
      ctx.pipeline().remove(this);
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    timer.close();
    preface.release();
  }
}
