package dev.sluice.server.http2;

import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.LazyTimer;
import dev.sluice.server.http.LingeringClose;
import dev.sluice.server.http.RequestSource;
import dev.sluice.server.http.WriteStall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One connection of HTTP/2: its beginning and its end. What its streams bring is their own
/// handlers' matter.
///
/// ```text
/// GREETING ─ settings ─> OPEN ── goAway ──> LEAVING ─ no stream left ─> closed
///     │                   │└─ no stream for long ──────────────────────────┘
///     └─ too slow ────────┴─ a bound violated ─> OVER ─ client has seen it ─> closed
/// ```
///
/// Confined to the loop, but for what says otherwise.
public final class Http2Session extends ChannelInboundHandlerAdapter {
  /// How long a client that was told to leave may take to see that, before the connection ends.
  private static final Duration LEAVE = Duration.ofSeconds(1);

  /// How many answers may share one write to the socket: those that are there in one turn of the
  /// loop.
  private static final int FLUSHES_MOST = 64;

  /// The length of a GOAWAY without words, in bytes.
  private static final int GOAWAY = 17;

  private final Channel channel;
  private final Http2Terms terms;
  private final Clock clock;
  private final Http2FrameCodec codec;
  private final FrameBudget budget;
  private final FrameGuard guard;

  /// Waits for the client's settings, for its next stream, or for its end.
  private final LazyTimer timer;

  private final LazyTimer stallTimer;
  private final WriteStall stall;

  private final Set<Channel> streams = ConcurrentHashMap.newKeySet();
  private int open;
  private boolean greeted;
  private boolean leaving;
  private boolean over;

  private Http2Session(Channel channel, Http2Terms terms) {
    this.channel = channel;
    this.terms = terms;
    this.clock = terms.clock();
    this.codec = Http2Codecs.make();
    long now = clock.nanos();
    this.budget =
        new FrameBudget(
            terms.shared() ? ClientBudgets.full(now) : terms.clients().of(terms.client(), now),
            now);
    this.guard =
        new FrameGuard(
            codec.connection(),
            budget,
            clock,
            timer(),
            terms.header(),
            this::isSpared,
            this::violated);
    this.timer = timer();
    this.stallTimer = timer();
    this.stall = new WriteStall(channel, terms.stall());
  }

  private LazyTimer timer() {
    return new LazyTimer(channel.eventLoop(), clock);
  }

  /// Serves a connection, whose client begins with the preface of HTTP/2. On its loop.
  ///
  /// @param streams adds the handlers of a stream to its channel, behind the source of its request
  public static Http2Session begin(
      Channel channel, Http2Terms terms, BiConsumer<Channel, RequestSource> streams) {
    var session = new Http2Session(channel, terms);
    var multiplexer =
        new Http2MultiplexHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel stream) {
                session.init(stream, streams);
              }
            });
    var flushes = new FlushConsolidationHandler(FLUSHES_MOST, true);
    channel.pipeline().addLast(session.guard, session.codec, flushes, multiplexer, session);
    return session;
  }

  private void init(Channel stream, BiConsumer<Channel, RequestSource> handlers) {
    stream.config().setWriteBufferWaterMark(channel.config().getWriteBufferWaterMark());
    var source = new StreamCodec(stream, this);
    stream.pipeline().addLast(source);
    handlers.accept(stream, source);
  }

  /// Visits the streams that are open. Safe for any thread; a moment old.
  public void forEach(Consumer<Channel> visitor) {
    streams.forEach(visitor);
  }

  /// How many streams are open. Safe for any thread; a moment old.
  public int size() {
    return streams.size();
  }

  /// How many bytes of answers wait on its streams. Safe for any thread; a moment old.
  public long unsent() {
    return streams.stream().mapToLong(WriteStall::pending).sum();
  }

  // Its beginning.

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    timer.set(terms.header(), this::close);
    if (budget.isSpent(clock.nanos())) {
      violated(Violation.SPENT);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Http2SettingsFrame) {
      Http2Codecs.boundTable(codec);
      if (!greeted) {
        greeted = true;
        rest();
      }
    }
    ReferenceCountUtil.release(message);
  }

  // Its streams.

  void opened(Channel stream) {
    if (streams.add(stream) && open++ == 0 && !over) {
      timer.clear();
    }
    if (terms.leaving().getAsBoolean()) {
      announce();
    }
  }

  void closed(Channel stream) {
    if (streams.remove(stream) && --open == 0) {
      rest();
    }
  }

  /// Notes a part of an answer, before it is sent.
  void sent(int bytes) {
    budget.sent(bytes, clock.nanos());
  }

  /// Notes that an answer has ended.
  void answered() {
    budget.answered(clock.nanos());
  }

  // Its end.

  /// Waits for the next stream, if there is none.
  private void rest() {
    if (open == 0 && !over) {
      timer.set(leaving ? LEAVE : terms.idle(), this::leave);
    }
  }

  /// Asks the client to open no more streams here; those that are open go on, and so do those that
  /// are under way. Safe for any thread; returns at once.
  public void goAway() {
    channel.eventLoop().execute(this::announce);
  }

  /// Whether the connection goes on although too many streams have ended early. A proxy's does,
  /// since the other streams are other clients': the proxy is asked to open the next ones on
  /// another.
  private boolean isSpared() {
    if (terms.shared() && !leaving) {
      goAway();
    }
    return terms.shared();
  }

  private void announce() {
    if (!leaving && !over) {
      leaving = true;
      var frame = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
      var _ = channel.writeAndFlush(frame.setExtraStreamIds(Integer.MAX_VALUE));
      rest();
    }
  }

  /// Tells the client which streams were the last that have been taken. To be called before the
  /// connection is closed. Safe for any thread; returns at once.
  public void sayLast() {
    channel.eventLoop().execute(this::writeLast);
  }

  private void writeLast() {
    if (!over) {
      var _ = channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    }
  }

  private void leave() {
    writeLast();
    close();
  }

  private void close() {
    var _ = channel.close();
  }

  /// Ends the connection for its client's fault, with all its streams.
  private void violated(Violation violation) {
    if (over || !channel.isActive()) {
      return;
    }
    over = true;
    guard.discard();
    if (!violation.equals(Violation.SPENT)) {
      budget.fault(clock.nanos());
    }
    terms.ended().run();
    var _ = channel.write(goAway(violation));
    for (Channel stream : streams) {
      var _ = stream.close();
    }
    timer.clear();
    awaitClient();
    LingeringClose.begin(channel, () -> timer.set(terms.linger(), this::close));
  }

  /// Makes a GOAWAY that the codec does not see: behind its own it closes the connection at once,
  /// and a client that is still sending would lose it.
  private ByteBuf goAway(Violation violation) {
    int last = codec.connection().remote().lastStreamCreated();
    ByteBuf frame = channel.alloc().ioBuffer(GOAWAY + violation.why().length());
    frame.writeMedium(violation.why().length() + 2 * Integer.BYTES);
    frame.writeByte(Http2FrameTypes.GO_AWAY).writeByte(0).writeInt(0);
    frame.writeInt(last).writeInt((int) violation.error().code());
    ByteBufUtil.writeAscii(frame, violation.why());
    return frame;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    over = true;
    timer.close();
    stallTimer.close();
    ctx.fireChannelInactive();
  }

  /// Learns of an error of the whole connection, for which the codec ends it, or of a bug.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof Http2Exception) {
      budget.fault(clock.nanos());
      terms.ended().run();
    } else if (!(cause instanceof IOException)) {
      Bugs.report("a bug in a client's connection", cause);
      AnswerWriter.reset(channel);
    } else {
      close();
    }
  }

  // Waiting for the client.

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!channel.isWritable()) {
      awaitClient();
    } else if (!over) {
      stallTimer.clear();
    }
  }

  private void awaitClient() {
    stallTimer.set(stall.begin(clock.nanos()), this::lookAtClient);
  }

  private void lookAtClient() {
    stall
        .look(clock.nanos())
        .ifPresentOrElse(
            wait -> stallTimer.set(wait, this::lookAtClient), () -> AnswerWriter.reset(channel));
  }
}
