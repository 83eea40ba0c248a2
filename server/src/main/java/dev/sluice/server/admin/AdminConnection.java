package dev.sluice.server.admin;

import dev.sluice.api.answer.HeadWriter;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.Http1Framing;
import dev.sluice.server.http.LingeringClose;
import dev.sluice.server.http.Malformed;
import dev.sluice.server.http.RequestDecoder;
import dev.sluice.server.http.RequestGuard;
import dev.sluice.server.http.ResponseFraming;
import dev.sluice.server.http.TlsEnd;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection of an operator or a monitoring system. A client that does not take its answers
/// gets no more of them: the next request waits until they are sent, and [ClientPatience] cuts the
/// connection when none of it moves. Confined to its loop.
final class AdminConnection extends ChannelInboundHandlerAdapter {
  private final Channel channel;
  private final RequestDecoder decoder;
  private final AdminPages pages;
  private final AdminWrites writes;
  private final AdminAccess access;
  private final AdminBodies bodies;
  private final FrameStream feed;
  private final PagePools pools;
  private final Clock clock;
  private final ClientPatience patience;

  /// Whether a page is being made up, or a stream shown, behind which the next request waits.
  private boolean making;

  /// The request whose body is arriving.
  private @Nullable AdminBody body;

  AdminConnection(
      Channel channel,
      RequestDecoder decoder,
      AdminPages pages,
      AdminWrites writes,
      AdminAccess access,
      FrameStream feed,
      PagePools pools,
      Clock clock) {
    this.channel = channel;
    this.decoder = decoder;
    this.pages = pages;
    this.writes = writes;
    this.access = access;
    this.bodies = new AdminBodies(writes, access, AdminBodies.from(channel), this::kept);
    this.feed = feed;
    this.pools = pools;
    this.clock = clock;
    this.patience = new ClientPatience(channel, clock);
  }

  /// Begins to wait for the first request.
  void begin() {
    patience.await();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    patience.end();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      read(message);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(Object message) {
    if (message instanceof Malformed malformed) {
      send(Http1Framing.NONE, Page.line(malformed.status(), malformed.why()));
    } else if (message instanceof HttpRequest request && channel.isActive()) {
      asked(request);
    } else if (message instanceof HttpContent content) {
      add(content);
    }
  }

  private void asked(HttpRequest request) {
    patience.await();
    Malformed malformed = RequestGuard.check(request);
    if (malformed != null) {
      send(Http1Framing.NONE, Page.line(malformed.status(), malformed.why()));
      return;
    }
    if (writes.directory().isAt(request.uri())) {
      provision(request);
      return;
    }
    boolean open = AdminPages.isOpen(request.uri()) || isLogin(request);
    access
        .refuse(request, open, clock.nanos())
        .ifPresentOrElse(this::refuse, () -> admitted(request));
  }

  private void provision(HttpRequest request) {
    DirectoryApi api = writes.directory();
    api.refuse(request.headers())
        .ifPresentOrElse(
            page -> send(Http1Framing.NONE, page),
            () -> body = DirectoryRequests.body(api, request, TlsEnd.isSecure(channel)));
  }

  private boolean isLogin(HttpRequest request) {
    return access.people().isOpen(request.method().name(), AdminRequest.path(request));
  }

  private void admitted(HttpRequest request) {
    access.used(request.headers());
    String path = AdminRequest.path(request);
    Optional<Role> needed = writes.actions().needed(request.method().name(), path);
    if (isLogin(request)) {
      logInOrOut(request);
    } else if (SelfService.isAt(path)) {
      own(request);
    } else if (needed.isPresent()) {
      act(request, needed.get());
    } else if (AdminWrites.isAt(request.uri())) {
      write(request);
    } else if (request.method().equals(HttpMethod.POST)) {
      posted(request);
    } else if (!request.method().equals(HttpMethod.GET)) {
      send(Http1Framing.NONE, Page.line(405, "GET only"));
    } else {
      find(request);
    }
  }

  private void logInOrOut(HttpRequest request) {
    if (request.method().equals(HttpMethod.POST)) {
      body = bodies.login(request);
    } else {
      answer(Http1Framing.of(request).closing(), bodies.loginPage(request));
    }
  }

  /// Answers what somebody asks of their own, or begins to read the body of a change of it.
  private void own(HttpRequest request) {
    if (request.method().equals(HttpMethod.GET)) {
      Asker asker = access.asker(request.headers(), clock.nanos()).orElse(Asker.ANYBODY);
      answer(Http1Framing.of(request), Optional.of(bodies.ownPage(request, asker)));
    } else {
      access
          .refuseOwn(request.headers())
          .ifPresentOrElse(this::refuse, () -> body = bodies.own(request));
    }
  }

  /// Refuses a request for a change, or begins to read its body.
  private void act(HttpRequest request, Role needed) {
    access
        .refuseAction(request.headers(), needed)
        .ifPresentOrElse(this::refuse, () -> body = bodies.action(request, needed));
  }

  private void add(HttpContent content) {
    AdminBody arriving = body;
    if (arriving == null) {
      return;
    }
    if (!arriving.add(content.content())) {
      body = null;
      send(
          Http1Framing.NONE,
          Page.line(413, "the body is above %d KiB".formatted(arriving.largest())));
    } else if (content instanceof LastHttpContent) {
      body = null;
      answer(Http1Framing.of(arriving.head()), arriving.page());
    }
  }

  private void write(HttpRequest request) {
    if (!request.method().equals(HttpMethod.POST)) {
      send(Http1Framing.NONE, Page.line(405, "POST only"));
      return;
    }
    boolean meant = AdminWrites.meant(request.headers());
    access
        .refuseWrite(request.headers(), meant)
        .ifPresentOrElse(
            this::refuse, () -> answer(Http1Framing.of(request), writes.at(request.uri())));
  }

  private void refuse(AdminAccess.Refusal refusal) {
    send(Http1Framing.NONE, refusal.page());
  }

  private void posted(HttpRequest request) {
    Optional<Supplier<Page>> page = bodies.posted(request, clock.nanos());
    if (page.isPresent()) {
      answer(Http1Framing.of(request).closing(), page);
    } else {
      send(Http1Framing.NONE, Page.line(405, "GET only"));
    }
  }

  /// A cookie that a browser sends over TLS alone where it has come so.
  private String kept(String cookie) {
    return TlsEnd.isSecure(channel) ? cookie + "; Secure" : cookie;
  }

  private void find(HttpRequest request) {
    ResponseFraming framing = Http1Framing.of(request);
    if (request.uri().equals(AdminPages.FEED)) {
      stream(request, framing);
    } else {
      answer(framing, pages.at(request));
    }
  }

  private void answer(ResponseFraming framing, Optional<? extends Supplier<Page>> found) {
    if (found.isEmpty()) {
      send(
          framing,
          Page.line(404, "there are: " + pages.paths() + ", and POST " + AdminWrites.RELOAD));
      return;
    }
    decoder.hold();
    making = true;
    Supplier<Page> page = found.get();
    pools.of(page).execute(() -> makeUp(page, framing));
  }

  /// Joins the stream of frames. If the token has changed since the request was admitted, its end
  /// of all streams may have been before this one joined: then this one ends here.
  private void stream(HttpRequest request, ResponseFraming framing) {
    if (!feed.reserve()) {
      send(
          framing.closing(),
          Page.line(503, FrameStream.MOST + " browsers look already: close one"));
      return;
    }
    decoder.hold();
    making = true;
    patience.suspend();
    AnswerWriter writer = framing.writer(channel);
    HeadWriter head = writer.head(200).header(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
    writer.start(head.header(HttpHeaderNames.CACHE_CONTROL, "no-store"), -1);
    writer.flush();
    feed.join(channel, writer, () -> access.admits(request.headers(), clock.nanos()));
    access.refuse(request, false, clock.nanos()).ifPresent(_ -> close());
  }

  /// Makes up a page; a question whose asker has gone while it waited is not asked. Called on a
  /// pool.
  private void makeUp(Supplier<Page> found, ResponseFraming framing) {
    if (found instanceof AdminPages.StorePage && !channel.isActive()) {
      return;
    }
    Page page = Page.line(500, "this page cannot be made up");
    try {
      page = found.get();
    } finally {
      Page made = page;
      channel.eventLoop().execute(() -> send(framing, made));
    }
  }

  private void send(ResponseFraming framing, Page page) {
    making = false;
    AnswerWriter writer = framing.writer(channel);
    write(writer, page);
    if (!writer.reusable()) {
      LingeringClose.now(channel);
    }
    patience.sent();
    if (writer.reusable()) {
      next();
    }
  }

  private static void write(AnswerWriter writer, Page page) {
    HeadWriter head =
        writer.head(page.status()).header(HttpHeaderNames.CONTENT_TYPE, page.contentType());
    page.headers().forEach(head::header);
    page.cookies().forEach(cookie -> head.header(HttpHeaderNames.SET_COOKIE, cookie));
    writer.start(head, page.body().length);
    writer.write(Unpooled.wrappedBuffer(page.body()));
    writer.finish();
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

  private void close() {
    var _ = channel.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close();
  }
}
