package dev.sluice.lab.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// One keep-alive connection of a load, with at most one call on it. Confined to the loop.
// The channel's end reports the result of a write or a close, not its future.
@SuppressWarnings("FutureReturnValueIgnored")
final class LoadConnection extends ChannelInboundHandlerAdapter
    implements AnswerPushParser.Listener {
  private final Load load;
  private final Channel channel;
  private final AnswerPushParser reader = new AnswerPushParser(this);
  private boolean connected;
  private boolean busy;
  private boolean answering;
  private long due;
  private long lastEvent;
  private @Nullable CallError error;

  LoadConnection(Load load, Channel channel) {
    this.load = load;
    this.channel = channel;
  }

  /// Sends the load's call.
  ///
  /// @param at when it was due; its latency counts from there
  void send(ByteBuf payload, long at) {
    busy = true;
    answering = false;
    due = at;
    lastEvent = -1;
    error = null;
    channel.writeAndFlush(payload, channel.voidPromise());
  }

  boolean busy() {
    return busy;
  }

  /// Returns whether the call that the connection carried last was answered.
  boolean answered() {
    return answering;
  }

  /// Returns whether the connection has ever been made.
  boolean connected() {
    return connected;
  }

  void close() {
    channel.close();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    connected = true;
    load.free(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      reader.read(bytes);
    } finally {
      bytes.release();
    }
  }

  /// Notes the end of the connection; called also when the connection was never made, unlike
  /// `channelInactive`.
  @Override
  public void channelUnregistered(ChannelHandlerContext ctx) {
    reader.close();
    if (busy) {
      fail(answering ? CallError.CUT : CallError.UNANSWERED);
    }
    load.gone(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  @Override
  public void status(int status) {
    answering = true;
    if (status != 200) {
      error = CallError.ofStatus(status);
    }
  }

  @Override
  public void event(long sent) {
    long now = load.now();
    Tally tally = load.tally();
    tally.event();
    if (sent >= 0) {
      tally.delayed(now - sent);
    }
    waited(tally, now);
    lastEvent = now;
  }

  private void waited(Tally tally, long now) {
    if (lastEvent < 0) {
      tally.first(now - due);
    } else {
      tally.next(now - lastEvent);
    }
  }

  @Override
  public void errorEvent() {
    error = CallError.ERROR_EVENT;
  }

  @Override
  public void end(boolean terminated, boolean keepAlive) {
    if (!busy) {
      close();
      return;
    }
    if (error == null && load.streams() && !terminated) {
      error = CallError.CUT;
    }
    settle();
    if (keepAlive) {
      load.free(this);
    } else {
      close();
    }
  }

  @Override
  public void malformed() {
    if (busy) {
      fail(CallError.MALFORMED);
    }
    close();
  }

  private void fail(CallError how) {
    error = how;
    settle();
  }

  private void settle() {
    busy = false;
    if (error == null) {
      load.tally().answered(load.now() - due);
    } else {
      load.tally().failed(error);
    }
  }
}
