package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.MockAnswer.Events;
import dev.sluice.lab.load.MockAnswer.Whole;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection to [MockUpstream]. Confined to the loop.
// The channel's end reports the result of a write or a close, not its future.
@SuppressWarnings("FutureReturnValueIgnored")
final class MockConnection extends ChannelInboundHandlerAdapter {
  private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(US_ASCII);

  private final MockUpstream upstream;
  private final Clock clock;
  private final PartialLine line = new PartialLine(64);
  private boolean inBody;
  private long bodyLeft;
  private int eventsLeft;
  private @Nullable ScheduledFuture<?> ticker;

  MockConnection(MockUpstream upstream, Clock clock) {
    this.upstream = upstream;
    this.clock = clock;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      while (in.isReadable()) {
        if (inBody) {
          body(ctx, in);
        } else if (line.take(in, in.readableBytes())) {
          head(ctx);
        }
      }
    } finally {
      in.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stop();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void head(ChannelHandlerContext ctx) {
    if (line.startsWith(CONTENT_LENGTH)) {
      bodyLeft = line.number(CONTENT_LENGTH.length, 10);
    } else if (line.isEmpty() && bodyLeft > 0) {
      inBody = true;
    } else if (line.isEmpty()) {
      answer(ctx);
    }
  }

  private void body(ChannelHandlerContext ctx, ByteBuf in) {
    int part = (int) Math.min(bodyLeft, in.readableBytes());
    in.skipBytes(part);
    bodyLeft -= part;
    if (bodyLeft == 0) {
      inBody = false;
      answer(ctx);
    }
  }

  private void answer(ChannelHandlerContext ctx) {
    switch (upstream.answer()) {
      case Whole whole -> ctx.writeAndFlush(whole.wire().duplicate(), ctx.voidPromise());
      case Events events -> stream(ctx, events);
    }
  }

  private void stream(ChannelHandlerContext ctx, Events events) {
    ByteBuf head = ctx.alloc().directBuffer(Events.HEAD.length).writeBytes(Events.HEAD);
    ctx.writeAndFlush(head, ctx.voidPromise());
    eventsLeft = events.count();
    long interval = events.interval().toNanos();
    long phase = ThreadLocalRandom.current().nextLong(interval);
    ticker =
        ctx.channel()
            .eventLoop()
            .scheduleAtFixedRate(() -> tick(ctx), phase, interval, TimeUnit.NANOSECONDS);
  }

  private void tick(ChannelHandlerContext ctx) {
    ByteBuf out = ctx.alloc().directBuffer(512);
    Events.write(out, clock.nanos());
    if (--eventsLeft == 0) {
      stop();
      out.writeBytes(Events.END);
    }
    ctx.writeAndFlush(out, ctx.voidPromise());
  }

  private void stop() {
    if (ticker != null) {
      ticker.cancel(false);
      ticker = null;
    }
  }
}
