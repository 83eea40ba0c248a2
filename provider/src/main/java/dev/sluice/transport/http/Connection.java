package dev.sluice.transport.http;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.config.provider.Origin;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection to a provider, which is the last handler of its channel's pipeline for as long as
/// the connection lives.
///
/// ```
/// dialing --ready--> busy --answer complete, clean--> idle --occupy--> busy
///                     |                                ^
///                     +--last word--> trailing --------+   (the framing's end comes in time)
/// any --closed, broken, unexpected bytes, not fit for another use--> closed
/// ```
///
/// A connection is fit for another use when its answer was complete and read whole, its request was
/// sent whole, both sides want to keep the connection, and not a byte too many has come. An answer
/// whose last event has arrived is complete although its framing goes on: the exchange ends at
/// once, and the framing has a moment to end too. Confined to the loop.
final class Connection extends ChannelInboundHandlerAdapter implements ChannelFutureListener {
  /// The most bytes of a body that are copied behind its head: cheaper than a second buffer on the
  /// wire's way.
  private static final int JOINED_MAX = 2048;

  /// The time that the framing may take to end behind the answer's last event, in milliseconds.
  private static final long FRAMING_MILLIS = 500;

  private final Owner owner;
  private final AnswerDecoder decoder;
  private final AnswerReader answer = new AnswerReader();
  private final long retires;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Opening opening;
  private boolean closeNotified;

  // State of the exchange under way, or just over.
  private @Nullable ServedExchange exchange;
  private boolean reused;
  private boolean sent;
  private boolean over;
  private boolean paused;
  private @Nullable Upload upload;

  /// The timer of the wait for the framing's end; null while no wait is under way.
  private @Nullable Future<?> framingTimer;

  // State for the owner.
  private boolean idle;
  private long idleSince;

  /// The pool that owns connections.
  interface Owner {
    /// The origin that the connections lead to.
    Origin origin();

    /// The encoder of the heads of requests to the origin.
    RequestEncoder encoder();

    /// Takes a connection that is fit for another use.
    void park(Connection connection);

    /// Forgets `connection`, so that it is never handed out again.
    void forget(Connection connection);
  }

  /// The attempt to open a connection, which waits for its end.
  interface Opening {
    /// Takes the connection, whose handshake is done.
    void ready(Connection connection);

    /// Takes the reason why no connection could be opened.
    void fail(Obstacle obstacle, String detail);
  }

  /// @param opening notified when the connection is ready
  /// @param retires when the connection is too old for another use, on the pool's clock
  Connection(Owner owner, Opening opening, AnswerDecoder decoder, long retires) {
    this.owner = owner;
    this.opening = opening;
    this.decoder = decoder;
    this.retires = retires;
  }

  /// Begins to serve `exchange`.
  void occupy(ServedExchange exchange, boolean reused) {
    this.exchange = exchange;
    this.reused = reused;
    sent = false;
    decoder.expect();
    answer.expect();
  }

  /// Writes `request`, whose body stays the exchange's.
  void send(WireRequest request) {
    ChannelHandlerContext to = context();
    ByteBuf body = request.body();
    boolean joined = body.readableBytes() <= JOINED_MAX;
    ByteBuf head = owner.encoder().encode(request, joined, to.alloc());
    if (joined) {
      to.writeAndFlush(head).addListener(this);
    } else {
      var _ = to.write(head, to.voidPromise());
      upload = new Upload(body, to.pipeline().get(SslHandler.class) != null, this);
      upload.send(to);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (upload != null) {
      upload.proceed(ctx);
    }
  }

  /// Closes the connection because its exchange has no use for it any more.
  void abandon() {
    exchange = null;
    close();
  }

  /// Closes the connection. Over TLS that may take a moment, in which the connection must not be
  /// found.
  void close() {
    over = false;
    endFraming();
    owner.forget(this);
    var _ = context().close();
  }

  /// Notifies `listener` once the connection is closed.
  void onClose(ChannelFutureListener listener) {
    var _ = context().channel().closeFuture().addListener(listener);
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

  /// Whether the connection may not be used again at `now`.
  boolean expired(long now, long maxIdle) {
    return now - retires >= 0 || (idle && now - idleSince >= maxIdle);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (opening != null && !owner.origin().tls()) {
      ready(opening);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent shaken when opening != null && shaken.isSuccess() ->
          ready(opening);
      case SslHandshakeCompletionEvent _ when opening != null && ctx.channel().isActive() ->
          opening.fail(Obstacle.TLS, "the TLS handshake failed");
      case SslCloseCompletionEvent closed when closed.isSuccess() -> closeNotified = true;
      default -> {}
    }
  }

  @Override
  public void operationComplete(ChannelFuture written) {
    endUpload();
    if (written.isSuccess()) {
      sent = true;
      if (exchange != null) {
        exchange.sent();
      }
    } else if (!(written.cause() instanceof IOException)) {
      // The connection is still there, and its peer would wait for the rest of the request.
      exceptionCaught(context(), written.cause());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ServedExchange current = exchange;
    if (current == null) {
      unasked(message);
      return;
    }
    Failed flaw = answer.read(current, message);
    if (flaw != null) {
      refuse(current, flaw);
    } else if (message instanceof HttpContent && current.equals(exchange)) {
      passed(current);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ServedExchange current = exchange;
    if (current != null) {
      read(current);
    } else if (over) {
      over = false;
      recycle();
    } else if (idle && decoder.holdsBytes()) {
      close();
    }
  }

  /// Lets `current` go on after everything that was there to read for it has been read.
  private void read(ServedExchange current) {
    if (!current.complete()) {
      current.flush();
      return;
    }
    current.end();
    exchange = null;
    if (sent) {
      resume();
      framingTimer =
          context().executor().schedule(this::close, FRAMING_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      close();
    }
  }

  /// Takes the bytes that no exchange waits for: behind an answer's last event its framing's end,
  /// and any bytes before that, which mean nothing. Everything else is one byte too many.
  private void unasked(Object message) {
    boolean sound = AnswerCheck.flaw((HttpObject) message) == null;
    ReferenceCountUtil.release(message);
    if (framingTimer == null || !sound) {
      close();
    } else if (message instanceof LastHttpContent) {
      endFraming();
      over = true;
    }
  }

  private void endFraming() {
    if (framingTimer != null) {
      framingTimer.cancel(false);
      framingTimer = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    endUpload();
    endFraming();
    if (opening != null) {
      opening.fail(Obstacle.RESET, "the connection broke in the handshake");
    }
    lost();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (opening != null) {
      opening.fail(TlsErrors.isTls(cause) ? Obstacle.TLS : Obstacle.RESET, "the handshake failed");
      return;
    }
    // Closing fails what was still to be written, which comes here too and says nothing new.
    ServedExchange current = exchange;
    exchange = null;
    close();
    if (current != null) {
      broken(current, cause);
    }
  }

  private void broken(ServedExchange current, Throwable cause) {
    if (!decoder.touched() && TlsErrors.isOfHandshake(cause)) {
      current.fail(new Failed.Unreachable(Obstacle.TLS, "it refused the TLS handshake"));
    } else if (cause instanceof IOException || TlsErrors.isTls(cause)) {
      current.lost(reused && !decoder.touched());
    } else {
      current.crash(cause);
    }
  }

  private void endUpload() {
    if (upload != null) {
      upload.close();
      upload = null;
    }
  }

  private void ready(Opening waiting) {
    opening = null;
    waiting.ready(this);
  }

  private void passed(ServedExchange current) {
    boolean complete = answer.complete();
    if (complete && cutWithoutNotice()) {
      lost();
    } else if (complete) {
      over = true;
      current.end();
      exchange = null;
    } else if (!paused && !current.writable()) {
      pause(current);
    }
  }

  // An answer that ends with its connection is complete by TLS only if the peer says so; any host
  // on the path can send a FIN.
  private boolean cutWithoutNotice() {
    return owner.origin().tls() && !context().channel().isActive() && !closeNotified;
  }

  private void pause(ServedExchange current) {
    paused = true;
    context().channel().config().setAutoRead(false);
    current.onWritable(
        () -> {
          if (current.equals(exchange)) {
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
    if (answer.keepAlive() && sent && !decoder.holdsBytes() && context().channel().isActive()) {
      resume();
      owner.park(this);
    } else {
      close();
    }
  }

  private void refuse(ServedExchange current, Failed why) {
    exchange = null;
    close();
    current.fail(why);
  }

  private void lost() {
    ServedExchange current = exchange;
    if (current != null) {
      exchange = null;
      current.lost(reused && !decoder.touched());
    }
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "the connection has no channel yet");
  }
}
