package dev.sluice.server.edge;

import dev.sluice.server.client.ClientKeys;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.client.ClientKeys.Reason;
import dev.sluice.server.client.Peer;
import dev.sluice.server.http.RequestSource;
import dev.sluice.server.jwt.TokenCallers;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A handler in front of a client's connection that has the token of each request verified, and
/// holds the request back until that is done. A token that is known takes no time. Confined to the
/// loop.
///
/// ```text
/// passing ── a token that is not known ──> waiting: what comes is held, and nothing more is read
///    └────── verified, refused, or late ──────┘
/// ```
///
/// While it waits the connection behind it is told that it has a request ([Holding]).
final class TokenGate extends ChannelInboundHandlerAdapter {
  /// How long a request waits at most: longer than for the keys of its issuer.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RequestSource source;
  private final LoopRules rules;
  private final Peer peer;
  private final Queue<Object> held = new ArrayDeque<>();
  private @Nullable Question waiting;
  private boolean draining;

  TokenGate(RequestSource source, LoopRules rules, Peer peer) {
    this.source = source;
    this.rules = rules;
    this.peer = peer;
  }

  /// A request whose token was judged.
  record Judged(HttpRequest request, Found found) {}

  /// An event: whether a request is held back here that the connection has not seen yet.
  enum Holding {
    BEGUN,
    ENDED
  }

  /// A request whose token is being verified.
  ///
  /// @param callers whom tokens stand for, as of when that began
  private record Question(HttpRequest request, TokenCallers callers) {}

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (waiting == null && held.isEmpty()) {
      pass(ctx, message);
      return;
    }
    held.add(message);
    if (message instanceof LastHttpContent) {
      source.hold();
    }
    drain(ctx);
  }

  private void pass(ChannelHandlerContext ctx, Object message) {
    TokenCallers callers = rules.validator().tokens();
    String token =
        callers != null && message instanceof HttpRequest request && peer.key().isEmpty()
            ? ClientKeys.token(request.headers())
            : null;
    if (callers == null || token == null) {
      ctx.fireChannelRead(message);
    } else {
      judge(ctx, (HttpRequest) message, callers, token);
    }
  }

  private void judge(
      ChannelHandlerContext ctx, HttpRequest request, TokenCallers callers, String token) {
    Found known = callers.known(token, peer.certificate());
    if (known != null) {
      ctx.fireChannelRead(new Judged(request, known));
      return;
    }
    var question = new Question(request, callers);
    waiting = question;
    ctx.fireUserEventTriggered(Holding.BEGUN);
    ctx.channel().config().setAutoRead(false);
    Future<?> late =
        ctx.executor()
            .schedule(
                () -> judged(ctx, question, new Found.Refused(Reason.TOKEN_UNAVAILABLE)),
                PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS);
    callers.verify(
        token,
        peer.certificate(),
        peer.client(request.headers()).name(),
        found ->
            ctx.executor()
                .execute(
                    () -> {
                      late.cancel(false);
                      judged(ctx, question, found);
                    }));
  }

  @SuppressWarnings("ReferenceEquality") // The very request that waits.
  private void judged(ChannelHandlerContext ctx, Question question, Found found) {
    if (waiting != question) {
      return;
    }
    waiting = null;
    if (ctx.isRemoved() || !ctx.channel().isActive()) {
      release();
      return;
    }
    ctx.fireUserEventTriggered(Holding.ENDED);
    if (rules.validator().tokens() == question.callers()) {
      ctx.fireChannelRead(new Judged(question.request(), found));
    } else {
      // The rules have changed meanwhile: a token may be revoked since.
      pass(ctx, question.request());
    }
    drain(ctx);
    if (waiting == null) {
      ctx.channel().config().setAutoRead(true);
      ctx.fireChannelReadComplete();
    }
  }

  /// Passes on what was held. What that brings of the next request comes behind it.
  private void drain(ChannelHandlerContext ctx) {
    if (draining) {
      return;
    }
    draining = true;
    try {
      boolean more = true;
      while (more && waiting == null) {
        more = next(ctx);
      }
    } finally {
      draining = false;
    }
  }

  private boolean next(ChannelHandlerContext ctx) {
    @Nullable Object message = held.poll();
    if (message != null) {
      pass(ctx, message);
    }
    return message != null;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    release();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    release();
  }

  private void release() {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }
}
