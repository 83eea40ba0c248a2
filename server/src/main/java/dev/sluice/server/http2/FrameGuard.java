package dev.sluice.server.http2;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.http.LazyTimer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A watch over the frames of one connection, in front of the codec, which reads of each frame no
/// more than its header. It counts what costs the server work and carries no part of a request
/// against the connection's [FrameBudget], before any of that work is done; it bounds how many
/// frames a header block may have, and how long it may take to arrive; and it counts the streams
/// that end before their answers, whether the client resets them or makes the codec do so. Confined
/// to the loop.
final class FrameGuard extends ChannelDuplexHandler {
  private static final int HEADER = 9;
  private static final int PREFACE = 24;
  private static final int RESET_FRAME = 13;

  /// How many frames a header block may have behind its first; all headers that are taken fit into
  /// five.
  static final int CONTINUATIONS = 16;

  /// How many requests are passed on before it is seen what they have made the codec do.
  private static final int REQUESTS_AT_ONCE = 8;

  /// What settings cost: the codec goes over all streams for them, and answers.
  private static final int SETTINGS = 10;

  private static final byte END_STREAM = 0x1;
  private static final byte END_HEADERS = 0x4;
  private static final byte PADDED = 0x8;

  private final Http2Connection streams;
  private final FrameBudget budget;
  private final Clock clock;
  private final LazyTimer timer;
  private final Duration headerTimeout;
  private final BooleanSupplier spared;
  private final Consumer<Violation> violated;

  /// The bytes that are left of the frame, whose header has been read, or of the preface.
  private int left = PREFACE;

  /// The part of a frame's header that has arrived, where the rest has not.
  private final byte[] partial = new byte[HEADER];

  private int arrived;
  private boolean inHeaderFrame;
  private boolean inHeaderBlock;
  private int continuations;

  /// How many frames have begun, CONTINUATION not counted.
  private long frames;

  /// The frame that the timer is set for; 0 for none.
  private long timed;

  /// How many requests have begun in the part that is read.
  private int requests;

  /// Whether the codec has been made to reset more streams than are allowed.
  private boolean provoked;

  private boolean discarding;

  /// The highest number of a stream that has come. The codec may not have got to it yet.
  private int highest;

  private final RecentStreams opened = new RecentStreams();

  /// The streams of which the client has sent the last frame.
  private final RecentStreams ended = new RecentStreams();

  /// The streams that the server has reset.
  private final RecentStreams resets = new RecentStreams();

  /// @param timer for the guard alone
  /// @param headerTimeout how long a header block may take to arrive
  /// @param spared whether the connection goes on although too many streams have ended early; asked
  ///   each time one more has
  /// @param violated told what is wrong when a bound is violated; ends the connection
  FrameGuard(
      Http2Connection streams,
      FrameBudget budget,
      Clock clock,
      LazyTimer timer,
      Duration headerTimeout,
      BooleanSupplier spared,
      Consumer<Violation> violated) {
    this.streams = streams;
    this.budget = budget;
    this.clock = clock;
    this.timer = timer;
    this.headerTimeout = headerTimeout;
    this.spared = spared;
    this.violated = violated;
  }

  /// Throws away everything that arrives from now on.
  void discard() {
    discarding = true;
    timer.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      read(ctx, bytes);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  /// Passes bytes on in parts of a few requests each, and none behind the one for which the client
  /// is at fault.
  private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
    while (!discarding && !provoked) {
      int end = endOfPart(bytes);
      if (end == bytes.writerIndex()) {
        ctx.fireChannelRead(bytes);
        return;
      }
      if (end >= 0) {
        ctx.fireChannelRead(bytes.readRetainedSlice(end - bytes.readerIndex()));
      }
    }
    bytes.release();
  }

  /// Reads the headers of the next frames.
  ///
  /// @return where the part ends that may be passed on; -1 where one of its frames violates a
  ///   bound, for which the connection has been ended
  private int endOfPart(ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    requests = 0;
    while (at < end && requests < REQUESTS_AT_ONCE) {
      if (left > 0) {
        int skipped = Math.min(left, end - at);
        left -= skipped;
        at += skipped;
      } else {
        int taken = Math.min(HEADER - arrived, end - at);
        in.getBytes(at, partial, arrived, taken);
        arrived += taken;
        at += taken;
        Violation fault = arrived == HEADER ? header() : null;
        if (fault != null) {
          violated.accept(fault);
          return -1;
        }
      }
    }
    return at;
  }

  private @Nullable Violation header() {
    arrived = 0;
    left = ((partial[0] & 0xFF) << 16) | ((partial[1] & 0xFF) << 8) | (partial[2] & 0xFF);
    byte type = partial[3];
    byte flags = partial[4];
    frames += type == Http2FrameTypes.CONTINUATION ? 0 : 1;
    inHeaderFrame = type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION;
    return switch (type) {
      case Http2FrameTypes.DATA -> data(flags);
      case Http2FrameTypes.HEADERS -> headers(flags);
      case Http2FrameTypes.CONTINUATION -> continuation(flags);
      case Http2FrameTypes.RST_STREAM -> reset();
      case Http2FrameTypes.SETTINGS -> control(SETTINGS);
      default -> control(1);
    };
  }

  private @Nullable Violation data(byte flags) {
    boolean last = (flags & END_STREAM) != 0;
    if (last) {
      ended.add(streamId());
    }
    boolean idle = (left == 0 && !last) || (flags & PADDED) != 0;
    return idle || isClosed(streamId()) ? control(1) : null;
  }

  private @Nullable Violation headers(byte flags) {
    inHeaderBlock = (flags & END_HEADERS) == 0;
    continuations = 0;
    int id = streamId();
    if (id == 0) {
      // The codec ends the connection.
      return null;
    }
    Violation fault = id > highest ? request(id) : trailers(id);
    if ((flags & END_STREAM) != 0) {
      ended.add(id);
    }
    return fault;
  }

  private @Nullable Violation request(int id) {
    highest = id;
    requests++;
    opened.add(id);
    budget.requested(clock.nanos());
    return null;
  }

  private @Nullable Violation trailers(int id) {
    if (ended.has(id)) {
      return Violation.CLOSED;
    }
    if (streams.stream(id) != null) {
      return null;
    }
    // Trailers may have been under way when their stream was reset.
    return opened.has(id) || resets.has(id) ? control(1) : Violation.BACKWARDS;
  }

  private @Nullable Violation continuation(byte flags) {
    inHeaderBlock &= (flags & END_HEADERS) == 0;
    return ++continuations > CONTINUATIONS ? Violation.CONTINUATIONS : null;
  }

  private @Nullable Violation reset() {
    int id = streamId();
    Http2Stream stream = streams.stream(id);
    boolean early =
        stream == null ? id > streams.remote().lastStreamCreated() : stream.state().localSideOpen();
    return early ? early(budget.reset(clock.nanos())) : control(1);
  }

  private @Nullable Violation early(boolean within) {
    return within || spared.getAsBoolean() ? null : Violation.RESETS;
  }

  private @Nullable Violation control(int weight) {
    return budget.frame(weight, clock.nanos()) ? null : Violation.FRAMES;
  }

  private int streamId() {
    return ((partial[5] & 0x7F) << 24)
        | ((partial[6] & 0xFF) << 16)
        | ((partial[7] & 0xFF) << 8)
        | (partial[8] & 0xFF);
  }

  /// Whether a stream is over; the codec answers each frame of such a one.
  private boolean isClosed(int id) {
    return streams.stream(id) == null && id <= streams.remote().lastStreamCreated();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    long unfinished = unfinished();
    if (unfinished == 0 && timed != 0) {
      timer.clear();
    } else if (unfinished != timed && !discarding) {
      timer.set(headerTimeout, () -> violated.accept(Violation.SLOW));
    }
    timed = unfinished;
    ctx.fireChannelReadComplete();
  }

  /// The number of the frame of which some has arrived, and not all of its headers; 0 for none.
  private long unfinished() {
    if (inHeaderBlock || (inHeaderFrame && left > 0)) {
      return frames;
    }
    return arrived > 0 ? frames + 1 : 0;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    timer.close();
    ctx.fireChannelInactive();
  }

  /// Looks for the streams that are reset, by the codec for the client's fault above all.
  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    Violation fault = message instanceof ByteBuf bytes && isReset(bytes) ? sent(bytes) : null;
    var _ = ctx.write(message, promise);
    if (fault != null) {
      provoked = true;
      // The codec is in the middle of the frame that made it write this.
      ctx.executor().execute(() -> violated.accept(fault));
    }
  }

  /// Whether the codec writes an RST_STREAM, each of which is a buffer of its own.
  private static boolean isReset(ByteBuf frame) {
    return frame.readableBytes() == RESET_FRAME
        && frame.getMedium(frame.readerIndex()) == RESET_FRAME - HEADER
        && frame.getByte(frame.readerIndex() + 3) == Http2FrameTypes.RST_STREAM;
  }

  private @Nullable Violation sent(ByteBuf reset) {
    int id = reset.getInt(reset.readerIndex() + HEADER - Integer.BYTES);
    resets.add(id);
    if (discarding) {
      return null;
    }
    return switch (Http2Error.valueOf(reset.getInt(reset.readerIndex() + HEADER))) {
      case PROTOCOL_ERROR, FLOW_CONTROL_ERROR, FRAME_SIZE_ERROR ->
          early(budget.provoked(clock.nanos()));
      // A client that has not read the settings yet may open too many.
      case REFUSED_STREAM -> early(budget.reset(clock.nanos()));
      // What was under way when a stream ended is not wrong, and has been counted when it came.
      case STREAM_CLOSED ->
          streams.stream(id) == null ? null : early(budget.provoked(clock.nanos()));
      case null, default -> null;
    };
  }
}
