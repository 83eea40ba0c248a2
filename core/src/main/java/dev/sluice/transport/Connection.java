package dev.sluice.transport;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Obstacle;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One connection, and the last handler of its channel's pipeline for as long as it lives.
///
/// ```
/// dialing --ready--> busy --answer complete, clean--> idle --occupy--> busy
/// any --closed, broken, unexpected bytes, not fit for another use--> closed
/// ```
///
/// It is fit for another use when its answer was complete and read whole, its request was sent
/// whole, both sides want to keep it, and not a byte too many has come. Confined to the loop.
final class Connection extends ChannelInboundHandlerAdapter implements ChannelFutureListener {
  // A server may send any number of interim answers; none of them is of use to us.
  private static final int MAX_INTERIM = 16;

  private final Pool pool;
  private final AnswerDecoder decoder;
  private final long retires;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Dial dial;
  private boolean closeNotified;

  // Of the exchange under way, or just over.
  private @Nullable Exchange exchange;
  private boolean reused;
  private boolean sent;
  private boolean complete;
  private boolean keepAlive;
  private boolean paused;
  private boolean interim;
  private int interims;

  // Of the pool.
  private boolean idle;
  private long idleSince;

  /// @param dial who wants to know when it is ready
  /// @param retires when it is too old for another use, on the pool's clock
  Connection(Pool pool, Dial dial, AnswerDecoder decoder, long retires) {
    this.pool = pool;
    this.dial = dial;
    this.decoder = decoder;
    this.retires = retires;
  }

  /// Belongs to `exchange` from now on.
  void occupy(Exchange exchange, boolean reused) {
    this.exchange = exchange;
    this.reused = reused;
    sent = false;
    complete = false;
    keepAlive = false;
    interim = false;
    interims = 0;
    decoder.expect();
  }

  /// Writes `request`; its body stays the exchange's.
  void send(WireRequest request) {
    ChannelHandlerContext to = context();
    ByteBuf head = pool.encoder().encode(request, to.alloc());
    if (request.body().isReadable()) {
      var _ = to.write(head, to.voidPromise());
      to.writeAndFlush(request.body().retainedDuplicate()).addListener(this);
    } else {
      to.writeAndFlush(head).addListener(this);
    }
  }

  /// Closes it because its exchange has no use for it any more.
  void abandon() {
    exchange = null;
    close();
  }

  void close() {
    keepAlive = false;
    var _ = context().close();
  }

  /// Runs `task` once it is closed.
  void onClose(Runnable task) {
    context().channel().closeFuture().addListener(_ -> task.run());
  }

  void park(long now) {
    idle = true;
    idleSince = now;
  }

  void unpark() {
    idle = false;
  }

  boolean idle() {
    return idle;
  }

  /// Whether it may not be used again at `now`.
  boolean expired(long now, long maxIdle) {
    return now - retires >= 0 || (idle && now - idleSince >= maxIdle);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (dial != null && !pool.origin().tls()) {
      ready(dial);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent shaken when dial != null && shaken.isSuccess() ->
          ready(dial);
      case SslHandshakeCompletionEvent _ when dial != null && ctx.channel().isActive() ->
          dial.fail(Obstacle.TLS, "the TLS handshake failed");
      case SslCloseCompletionEvent closed when closed.isSuccess() -> closeNotified = true;
      default -> {}
    }
  }

  @Override
  public void operationComplete(ChannelFuture written) {
    if (written.isSuccess()) {
      sent = true;
      if (exchange != null) {
        exchange.sent();
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Exchange current = exchange;
    if (current == null) {
      ReferenceCountUtil.release(message);
      close(); // nobody asked for this
    } else if (message instanceof HttpResponse head) {
      read(current, head);
    } else {
      read(current, (HttpContent) message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.flush();
    } else if (complete) {
      complete = false;
      recycle();
    } else if (idle && decoder.holdsBytes()) {
      close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (dial != null) {
      dial.fail(Obstacle.RESET, "the connection broke in the handshake");
    }
    lost();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close();
    if (dial != null) {
      dial.fail(isTls(cause) ? Obstacle.TLS : Obstacle.RESET, "the handshake failed");
    } else if (exchange == null || cause instanceof IOException || isTls(cause)) {
      lost();
    } else {
      exchange.crash(cause);
    }
  }

  private void ready(Dial waiting) {
    dial = null;
    waiting.ready(this);
  }

  private void read(Exchange current, HttpResponse head) {
    if (AnswerCheck.cutShort(head)) {
      ReferenceCountUtil.release(head);
      return; // the channel is about to say that it is closed
    }
    Failed flaw = AnswerCheck.flaw(head);
    if (flaw != null) {
      ReferenceCountUtil.release(head);
      refuse(current, flaw);
    } else if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      interim = true;
      if (++interims > MAX_INTERIM) {
        refuse(current, AnswerCheck.malformed("it never comes to its status"));
      }
    } else {
      keepAlive = HttpUtil.isKeepAlive(head);
      current.head(head);
    }
  }

  private void read(Exchange current, HttpContent part) {
    boolean last = part instanceof LastHttpContent;
    Failed flaw = AnswerCheck.flaw(part);
    if (flaw != null) {
      part.release();
      refuse(current, flaw);
    } else if (interim) {
      part.release();
      interim = !last;
    } else {
      pass(current, part.content());
      if (exchange == current) {
        passed(current, last);
      }
    }
  }

  private static void pass(Exchange current, ByteBuf bytes) {
    if (bytes.isReadable()) {
      current.body(bytes);
    } else {
      bytes.release();
    }
  }

  private void passed(Exchange current, boolean last) {
    if (last && cutWithoutNotice()) {
      lost();
    } else if (last) {
      complete = true;
      current.end();
      exchange = null;
    } else if (!paused && !current.writable()) {
      pause(current);
    }
  }

  // An answer that ends with its connection is complete by TLS only if the peer says so; anybody
  // can send a FIN.
  private boolean cutWithoutNotice() {
    return pool.origin().tls() && !context().channel().isActive() && !closeNotified;
  }

  private void pause(Exchange current) {
    paused = true;
    context().channel().config().setAutoRead(false);
    current.onWritable(
        () -> {
          if (exchange == current) {
            resume();
          }
        });
  }

  private void resume() {
    if (paused) {
      paused = false;
      context().channel().config().setAutoRead(true);
    }
  }

  private void recycle() {
    if (keepAlive && sent && !decoder.holdsBytes() && context().channel().isActive()) {
      resume();
      pool.park(this);
    } else {
      close();
    }
  }

  private void refuse(Exchange current, Failed why) {
    exchange = null;
    close();
    current.fail(why);
  }

  private void lost() {
    Exchange current = exchange;
    if (current != null) {
      exchange = null;
      current.lost(reused && !decoder.touched());
    }
  }

  private static boolean isTls(Throwable cause) {
    return cause instanceof SSLException || cause.getCause() instanceof SSLException;
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("the connection has no channel yet");
    }
    return context;
  }
}
