package dev.sluice.server.admin;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.edge.client.Keys;
import dev.sluice.server.http.request.LoopbackNames;
import dev.sluice.server.http.request.Malformed;
import dev.sluice.server.http.request.RequestDecoder;
import dev.sluice.server.http.request.RequestGuard;
import dev.sluice.server.http.response.AnswerWriter;
import dev.sluice.server.http.response.HeadWriter;
import dev.sluice.server.http.response.LazyTimer;
import dev.sluice.server.http.response.LingeringClose;
import dev.sluice.server.http.response.ResponseFraming;
import dev.sluice.server.http.response.WriteStall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// One connection of an operator or a monitoring system. A client that does not take its answers
/// gets no more of them: the next request waits until they are sent, and the connection is cut when
/// none of it has moved for [#PATIENCE]. Confined to its loop.
final class AdminConnection extends ChannelInboundHandlerAdapter {
  /// The time after which a client that has not asked, or not taken the answer, is cut off.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String NOT_LOOPBACK =
      " is not this machine, and without a token only localhost, 127.0.0.0/8 and [::1] are served:"
          + " ask one of them, or add admin.token";

  private static final String UNMEANT =
      "without a token a request that changes something needs the header x-sluice-admin: 1, which"
          + " no page of another site can send: add it, or add admin.token";

  private static final String TEXT = "text/plain; charset=utf-8";

  private final Channel channel;
  private final RequestDecoder decoder;
  private final AdminPages pages;
  private final AdminWrites writes;
  private final Supplier<Keys> token;
  private final Executor pool;
  private final Clock clock;
  private final LazyTimer timer;
  private final WriteStall stall;

  /// Whether a page is being made up, behind which the next request waits.
  private boolean making;

  AdminConnection(
      Channel channel,
      RequestDecoder decoder,
      AdminPages pages,
      AdminWrites writes,
      Supplier<Keys> token,
      Executor pool,
      Clock clock) {
    this.channel = channel;
    this.decoder = decoder;
    this.pages = pages;
    this.writes = writes;
    this.token = token;
    this.pool = pool;
    this.clock = clock;
    this.timer = new LazyTimer(channel.eventLoop(), clock);
    this.stall = new WriteStall(channel, PATIENCE);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    timer.set(PATIENCE, this::close);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    timer.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof Malformed malformed) {
        send(ResponseFraming.NONE, page(malformed.status(), malformed.why()));
      } else if (message instanceof HttpRequest request && channel.isActive()) {
        asked(request);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void asked(HttpRequest request) {
    timer.set(PATIENCE, this::close);
    Malformed malformed = RequestGuard.check(request);
    Keys asked = token.get();
    String foreign = asked.isEmpty() ? LoopbackNames.foreign(request.headers()) : null;
    if (malformed != null) {
      send(ResponseFraming.NONE, page(malformed.status(), malformed.why()));
    } else if (foreign != null) {
      send(ResponseFraming.NONE, page(403, foreign + NOT_LOOPBACK));
    } else if (!asked.admit(request.headers())) {
      send(ResponseFraming.NONE, page(401, "send admin.token as Authorization: Bearer TOKEN"));
    } else if (AdminWrites.isAt(request.uri())) {
      write(request, asked.isEmpty());
    } else if (!request.method().equals(HttpMethod.GET)) {
      send(ResponseFraming.NONE, page(405, "GET only"));
    } else {
      answer(ResponseFraming.of(request), pages.at(request.uri()));
    }
  }

  private void write(HttpRequest request, boolean keyless) {
    if (!request.method().equals(HttpMethod.POST)) {
      send(ResponseFraming.NONE, page(405, "POST only"));
    } else if (keyless && !AdminWrites.meant(request.headers())) {
      send(ResponseFraming.NONE, page(403, UNMEANT));
    } else {
      answer(ResponseFraming.of(request), writes.at(request.uri()));
    }
  }

  private void answer(ResponseFraming framing, Optional<Supplier<AdminPages.Page>> found) {
    if (found.isEmpty()) {
      send(framing, page(404, "there are: /livez /readyz /metrics, and POST /admin/v1/reload"));
      return;
    }
    decoder.hold();
    making = true;
    pool.execute(() -> makeUp(found.get(), framing));
  }

  private void makeUp(Supplier<AdminPages.Page> found, ResponseFraming framing) {
    AdminPages.Page page = page(500, "this page cannot be made up");
    try {
      page = found.get();
    } finally {
      AdminPages.Page made = page;
      channel.eventLoop().execute(() -> send(framing, made));
    }
  }

  private void send(ResponseFraming framing, AdminPages.Page page) {
    making = false;
    var writer = new AnswerWriter(channel, framing);
    HeadWriter head =
        writer.head(page.status()).header(HttpHeaderNames.CONTENT_TYPE, page.contentType());
    ByteBuf text = ByteBufUtil.writeUtf8(channel.alloc(), page.text());
    writer.start(head, text.readableBytes());
    writer.write(text);
    writer.finish();
    if (!writer.reusable()) {
      LingeringClose.now(channel);
    }
    awaitClient();
    if (writer.reusable()) {
      next();
    }
  }

  private void next() {
    if (channel.isWritable()) {
      decoder.resume();
    } else {
      decoder.hold();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable() && !making) {
      next();
    }
  }

  private void awaitClient() {
    timer.set(stall.begin(clock.nanos()), this::lookAtClient);
  }

  private void lookAtClient() {
    stall
        .look(clock.nanos())
        .ifPresentOrElse(wait -> timer.set(wait, this::lookAtClient), this::cut);
  }

  /// A client that has taken everything has only been idle.
  private void cut() {
    if (stall.pending()) {
      AnswerWriter.reset(channel);
    } else {
      var _ = channel.close();
    }
  }

  private static AdminPages.Page page(int status, String text) {
    return new AdminPages.Page(status, TEXT, text + "\n");
  }

  private void close() {
    var _ = channel.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close();
  }
}
