package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.answer.Reply;
import dev.sluice.api.head.Dialects;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.api.head.RequestIds;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.client.Peer;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.LazyTimer;
import dev.sluice.server.http.Malformed;
import dev.sluice.server.http.RequestGuard;
import dev.sluice.server.http.RequestSource;
import dev.sluice.server.http.WriteStall;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection of a client, or one stream of a connection of HTTP/2, which ends with its first
/// answer; see the package for its states. Confined to the loop.
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientExit.Ended {
  private final Channel channel;
  private final RequestSource source;
  private final LoopRules rules;
  private final EdgeDependencies edge;
  private final RequestContexts contexts;
  private final LazyTimer timer;
  private final WriteStall stall;
  private final BodyWait body;
  private final Peer peer;
  private ConnectionState state = ConnectionState.IDLE;
  private boolean timed;
  private boolean leaving;
  private @Nullable Exchange call;
  private @Nullable String caller;

  ClientConnection(
      Channel channel,
      RequestSource source,
      LoopRules rules,
      EdgeDependencies edge,
      RequestIds ids,
      Peer peer) {
    this.channel = channel;
    this.source = source;
    this.rules = rules;
    this.edge = edge;
    this.timer = new LazyTimer(channel.eventLoop(), edge.clock());
    this.stall = new WriteStall(channel, rules.timeouts().stall());
    this.body = new BodyWait(channel, source, timer, rules, this::reject);
    this.peer = peer;
    this.contexts =
        new RequestContexts(
            ids, peer.client(), source, () -> leaving || rules.validator().endsConnections());
  }

  /// The maker of the last request; null for none yet.
  @Nullable String caller() {
    return caller;
  }

  /// Begins to wait for the first request of a connection. A stream is not begun: it comes with
  /// one.
  void begin() {
    timed = true;
    timer.set(rules.timeouts().header(), this::headTooSlow);
  }

  /// Ends a connection with the answer to its request, at once where it has none.
  void leave() {
    leaving = true;
    if (state == ConnectionState.IDLE) {
      close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == TokenGate.Holding.BEGUN && state == ConnectionState.IDLE) {
      state = ConnectionState.HELD;
      timer.clear();
    } else if (event == TokenGate.Holding.ENDED && state == ConnectionState.HELD) {
      state = ConnectionState.IDLE;
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (state != ConnectionState.CLOSING && channel.isActive()) {
        received(message);
      }
    } catch (RuntimeException bug) {
      broken(bug);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void received(Object message) {
    switch (message) {
      case Malformed malformed -> reject(contexts.unread(), EarlyErrors.malformed(malformed));
      case HttpRequest request -> head(request, null);
      case TokenGate.Judged(HttpRequest request, Found found) -> head(request, found);
      case HttpContent content -> content(content);
      default -> throw new IllegalStateException("no such message: " + message.getClass());
    }
  }

  // A request.

  /// @param token what was found of the request's token; null for none
  private void head(HttpRequest request, @Nullable Found token) {
    timed = false;
    Malformed malformed = RequestGuard.check(request);
    if (malformed != null) {
      reject(contexts.doubtful(request), EarlyErrors.malformed(malformed));
      return;
    }
    Client from = peer.client(request.headers());
    var at = Dialects.endpoint(request);
    RequestContext context = contexts.of(request, at, from);
    switch (rules.validator().judge(request, at, from, peer.key(), token)) {
      case Decision.Read read -> read(call(context, read), read.hints().caller(), read.hesitant());
      case Decision.Serve asked ->
          read(
              ResourceExchange.start(channel, edge, context, asked, this),
              asked.client().name(),
              asked.hesitant());
      case Decision.Models models -> ask(UnreadBody.of(context, request), models);
      case Decision.Reject rejection -> reject(context, request, rejection);
    }
  }

  private void reject(RequestContext context, HttpRequest request, Decision.Reject rejection) {
    ApiError error = rejection.fault();
    boolean dropped = UnreadBody.isDropped(request, error);
    RequestContext answerable = dropped ? context : UnreadBody.of(context, request);
    edge.observer().rejected(context.rejected(error, rejection.key()));
    Runnable refusal = () -> answered(reply(answerable).fault(error, rejection.allow()));
    long now = edge.clock().nanos();
    // The end of a stream costs its client no connection, and it can bring others meanwhile: beyond
    // the longest wait it gets no answer.
    boolean guess = source.isStream() && EarlyErrors.isOfKey(error);
    if (guess && rules.refusals().isFull(now)) {
      close();
      return;
    }
    Duration wait = dropped || guess ? rules.refusals().next(now) : Duration.ZERO;
    if (wait.isZero()) {
      refusal.run();
    } else {
      state = ConnectionState.REFUSING;
      source.hold();
      timer.set(wait, refusal);
    }
  }

  private ClientCall call(RequestContext context, Decision.Read read) {
    return new ClientCall(channel, edge, context, read, rules.validator().maxBody(), this);
  }

  private void read(Exchange exchange, String caller, boolean hesitant) {
    state = ConnectionState.READING;
    call = exchange;
    this.caller = caller;
    body.begin(exchange, hesitant);
  }

  private void ask(RequestContext context, Decision.Models models) {
    state = ConnectionState.ANSWERING;
    source.hold();
    timer.clear();
    new ModelQuery(channel, edge, context, this).start(models.id(), models.scope());
  }

  private void content(HttpContent content) {
    Exchange exchange = call;
    if (state != ConnectionState.READING || exchange == null) {
      return;
    }
    switch (exchange.add(content.content())) {
      case TOO_LARGE -> reject(rules.validator().tooLarge());
      case NO_ROOM -> reject(RequestErrors.NO_ROOM);
      case YES -> {
        if (content instanceof LastHttpContent) {
          complete(exchange);
        }
      }
    }
  }

  private void complete(Exchange exchange) {
    state = ConnectionState.ANSWERING;
    body.end();
    source.hold();
    stall.watchIfFull(timer, edge.clock());
    exchange.complete();
  }

  // Its answer.

  @Override
  public void answered(boolean reusable) {
    call = null;
    if (reusable) {
      next();
    } else {
      part();
    }
  }

  @Override
  public void abandoned() {
    answered(false);
  }

  /// Waits for the next request; a client that does not take its answers gets no more of them.
  private void next() {
    state = ConnectionState.IDLE;
    timed = false;
    if (channel.isWritable()) {
      timer.set(rules.timeouts().idle(), this::close);
      source.resume();
    } else {
      source.hold();
    }
  }

  /// Turns away the request whose body is read. Behind the head of an answer there is no room for
  /// another one: it is broken off instead.
  private void reject(ApiError error) {
    Exchange exchange = call;
    if (exchange == null || exchange.answering()) {
      AnswerWriter.reset(channel);
    } else {
      reject(exchange.context(), error);
    }
  }

  private void reject(RequestContext context, ApiError error) {
    edge.observer().rejected(context.rejected(error, call == null ? "" : call.key()));
    var _ = reply(context.closing()).fault(error, Optional.empty());
    dropCall();
    part();
  }

  private Reply reply(RequestContext context) {
    return ReplyCarrier.reply(channel, context, edge.comeBack());
  }

  private void dropCall() {
    Exchange exchange = call;
    call = null;
    body.end();
    if (exchange != null) {
      exchange.gone();
    }
  }

  // The connection's end.

  private void part() {
    state = ConnectionState.CLOSING;
    source.discard();
    if (channel.isActive()) {
      stall.watch(timer, edge.clock());
    }
    source.end(() -> timer.set(rules.timeouts().linger(), this::close));
  }

  private void close() {
    var _ = channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    state = ConnectionState.CLOSING;
    timer.close();
    dropCall();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      close();
    } else {
      broken(cause);
    }
  }

  /// Reports a bug, and ends the request or the connection that has met it and nothing else.
  private void broken(Throwable bug) {
    try {
      Bugs.report("a bug in a client's connection", bug);
    } finally {
      reject(EarlyErrors.ofBug(bug));
    }
  }

  // Waiting for the client.

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!timed && state == ConnectionState.READING && call != null) {
      timed = true;
      body.readComplete(call);
    } else if (!timed && state == ConnectionState.IDLE && source.headBegun()) {
      timed = true;
      timer.set(rules.timeouts().header(), this::headTooSlow);
    }
  }

  private void headTooSlow() {
    if (source.headBegun()) {
      reject(contexts.unread(), EarlyErrors.SLOW_HEAD);
    } else {
      var _ = channel.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!channel.isWritable()) {
      stall.watch(timer, edge.clock());
      return;
    }
    if (state == ConnectionState.ANSWERING || state == ConnectionState.HELD) {
      timer.clear();
    }
    if (call != null) {
      call.writableAgain();
    } else if (state == ConnectionState.IDLE) {
      next();
    }
  }
}
