package dev.sluice.server.edge;

import dev.sluice.call.runtime.Bugs;
import dev.sluice.server.client.Client;
import dev.sluice.server.dialect.ApiError;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.LazyTimer;
import dev.sluice.server.http.LingeringClose;
import dev.sluice.server.http.Malformed;
import dev.sluice.server.http.RequestDecoder;
import dev.sluice.server.http.RequestGuard;
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

/// One connection of a client; see the package for its states. Confined to the loop.
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientExit.Ended {
  private enum State {
    IDLE,
    READING,
    ANSWERING,
    REFUSING,
    CLOSING
  }

  private final Channel channel;
  private final RequestDecoder decoder;
  private final LoopRules rules;
  private final EdgeDependencies calls;
  private final RequestContexts contexts;
  private final LazyTimer timer;
  private final WriteStall stall;
  private final Client keyless;
  private State state = State.IDLE;
  private boolean timed;
  private @Nullable ClientCall exchange;

  ClientConnection(
      Channel channel,
      RequestDecoder decoder,
      LoopRules rules,
      EdgeDependencies calls,
      RequestIds ids) {
    this.channel = channel;
    this.decoder = decoder;
    this.rules = rules;
    this.calls = calls;
    this.timer = new LazyTimer(channel.eventLoop(), calls.clock());
    this.stall = new WriteStall(channel, rules.timeouts().stall());
    this.keyless = Client.at(channel);
    this.contexts = new RequestContexts(ids, keyless);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    timed = true;
    timer.set(rules.timeouts().header(), this::headTooSlow);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (state != State.CLOSING && channel.isActive()) {
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
      case Malformed malformed -> turnAway(contexts.unread(), EarlyErrors.malformed(malformed));
      case HttpRequest request -> head(request);
      case HttpContent content -> content(content);
      default -> throw new IllegalStateException("no such message: " + message.getClass());
    }
  }

  // A request.

  private void head(HttpRequest request) {
    timed = false;
    Malformed malformed = RequestGuard.check(request);
    if (malformed != null) {
      turnAway(contexts.doubtful(request), EarlyErrors.malformed(malformed));
      return;
    }
    RequestContext asked = contexts.of(request, rules.validator().draining());
    switch (rules.validator().judge(request, keyless)) {
      case Decision.Read read -> read(asked, read);
      case Decision.Models models -> ask(UnreadBody.of(asked, request), models);
      case Decision.TurnAway away -> turnAway(asked, request, away);
    }
  }

  private void turnAway(RequestContext asked, HttpRequest request, Decision.TurnAway away) {
    ApiError error = away.fault();
    boolean dropped = UnreadBody.isDropped(request, error);
    RequestContext answerable = dropped ? asked : UnreadBody.of(asked, request);
    calls.observer().turnedAway(asked.rejected(error, away.key()));
    Runnable refusal = () -> answered(reply(answerable).fault(error, away.allow()));
    Duration wait = dropped ? rules.refusals().next(calls.clock().nanos()) : Duration.ZERO;
    if (wait.isZero()) {
      refusal.run();
    } else {
      state = State.REFUSING;
      decoder.hold();
      timer.set(wait, refusal);
    }
  }

  private void read(RequestContext asked, Decision.Read read) {
    state = State.READING;
    exchange = new ClientCall(channel, calls, asked, read, rules.validator().maxBody(), this);
    if (read.hesitant()) {
      AnswerWriter.goOn(channel);
    }
  }

  private void ask(RequestContext asked, Decision.Models models) {
    state = State.ANSWERING;
    decoder.hold();
    timer.clear();
    new ModelQuery(channel, calls, asked, this).start(models.id(), models.scope());
  }

  private void content(HttpContent content) {
    ClientCall reading = exchange;
    if (state != State.READING || reading == null) {
      return;
    }
    switch (reading.add(content.content())) {
      case TOO_LARGE ->
          turnAway(reading.asked(), EarlyErrors.tooLarge(rules.validator().maxBody()));
      case NO_ROOM -> turnAway(reading.asked(), EarlyErrors.NO_ROOM);
      case YES -> {
        if (content instanceof LastHttpContent) {
          complete(reading);
        }
      }
    }
  }

  private void complete(ClientCall read) {
    state = State.ANSWERING;
    decoder.hold();
    timer.clear();
    read.complete();
  }

  // Its answer.

  @Override
  public void answered(boolean reusable) {
    exchange = null;
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

  /// A client that does not take its answers gets no more of them.
  private void next() {
    state = State.IDLE;
    timed = false;
    if (channel.isWritable()) {
      timer.set(rules.timeouts().idle(), this::close);
      decoder.resume();
    } else {
      decoder.hold();
    }
  }

  private void turnAway(RequestContext asked, ApiError error) {
    String key = exchange == null ? "" : exchange.key();
    calls.observer().turnedAway(asked.rejected(error, key));
    var _ = reply(asked.closing()).fault(error, Optional.empty());
    dropExchange();
    part();
  }

  private Reply reply(RequestContext asked) {
    return new Reply(channel, asked, calls.comeBack());
  }

  private void dropExchange() {
    ClientCall dropped = exchange;
    exchange = null;
    if (dropped != null) {
      dropped.gone();
    }
  }

  // The connection's end.

  private void part() {
    state = State.CLOSING;
    decoder.discard();
    awaitClient();
    LingeringClose.begin(channel, () -> timer.set(rules.timeouts().linger(), this::close));
  }

  private void close() {
    var _ = channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    state = State.CLOSING;
    timer.close();
    dropExchange();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      var _ = channel.close();
    } else {
      broken(cause);
    }
  }

  /// A bug costs its request and nothing else.
  private void broken(Throwable bug) {
    try {
      Bugs.report("a bug in a client's connection", bug);
    } finally {
      endBroken();
    }
  }

  private void endBroken() {
    ClientCall broken = exchange;
    if (broken != null && !broken.answering()) {
      turnAway(broken.asked(), EarlyErrors.INTERNAL);
    } else {
      AnswerWriter.reset(channel);
    }
  }

  // Waiting for the client.

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (timed) {
      return;
    }
    ClientCall reading = exchange;
    if (state == State.READING && reading != null) {
      timed = true;
      BodyPace pace = reading.pace(rules.timeouts());
      timer.set(pace.first(), () -> checkPace(reading, pace));
    } else if (state == State.IDLE && decoder.headBegun()) {
      timed = true;
      timer.set(rules.timeouts().header(), this::headTooSlow);
    }
  }

  private void headTooSlow() {
    if (decoder.headBegun()) {
      turnAway(contexts.unread(), EarlyErrors.SLOW_HEAD);
    } else {
      var _ = channel.close();
    }
  }

  private void checkPace(ClientCall reading, BodyPace pace) {
    if (state != State.READING || reading != exchange) {
      return;
    }
    Optional<Duration> next = reading.look(pace);
    if (next.isPresent()) {
      timer.set(next.get(), () -> checkPace(reading, pace));
    } else {
      turnAway(reading.asked(), EarlyErrors.SLOW_BODY);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!channel.isWritable()) {
      awaitClient();
      return;
    }
    if (state == State.ANSWERING) {
      timer.clear();
    }
    if (exchange != null) {
      exchange.writableAgain();
    } else if (state == State.IDLE) {
      next();
    }
  }

  private void awaitClient() {
    timer.set(stall.begin(calls.clock().nanos()), this::lookAtClient);
  }

  private void lookAtClient() {
    stall
        .look(calls.clock().nanos())
        .ifPresentOrElse(
            wait -> timer.set(wait, this::lookAtClient), () -> AnswerWriter.reset(channel));
  }
}
