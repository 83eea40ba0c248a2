package dev.sluice.sim.fault;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Framing;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import dev.sluice.sim.wire.ReplyHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/// Bodies that say something else, or say it otherwise.
final class Bodies {
  private static final byte[] COMMENT = new Bytes(16).ascii(": keep-alive\n\n").array();
  private static final byte[] BLANK = {'\n'};
  private static final int THIRD = 2;

  private Bodies() {}

  static HttpReply delay(HttpReply reply, FaultContext context) {
    return reply.later(context.nanos());
  }

  static HttpReply keepAlives(HttpReply reply, FaultContext context) {
    byte[] kept = reply.isArray() ? BLANK : COMMENT;
    ReplyBody comments = () -> Piece.data(context.nanos(), kept);
    ReplyHead head =
        reply.isArray() ? reply.head() : Heads.typed(reply.head(), "text/event-stream");
    return new HttpReply(head.withFraming(new Framing.Chunked()), 0, comments);
  }

  static HttpReply trickle(HttpReply reply, FaultContext context) {
    return reply.body(body -> Bits.chop(body, 1, context.nanos()));
  }

  static HttpReply split(HttpReply reply, FaultContext context) {
    return reply.body(body -> Bits.chop(body, Math.max(1, context.size()), 0));
  }

  static HttpReply endless(HttpReply reply, FaultContext context) {
    HttpReply chunked = reply.head(head -> head.withFraming(new Framing.Chunked()));
    return chunked.body(
        body -> new Endless(body, reply.isStream() ? context.event(THIRD) : 0, context.nanos()));
  }

  static HttpReply malformed(HttpReply reply, FaultContext context) {
    return change(reply, context.events(), Bodies::breakOff);
  }

  static HttpReply invalidUtf8(HttpReply reply, FaultContext context) {
    return change(reply, context.events(), Bodies::spoil);
  }

  static HttpReply truncatedJson(HttpReply reply, FaultContext context) {
    byte[] all = Bits.drain(reply.body());
    return resized(reply, Arrays.copyOf(all, all.length / 2));
  }

  static HttpReply errorIn200(HttpReply reply, FaultContext context) {
    byte[] error = error(context.number());
    return reply.isStream()
        ? reply.body(_ -> ReplyBody.of(event(reply, error, 0), Piece.end(0, Ending.CLEAN)))
        : resized(reply, error);
  }

  static HttpReply errorAfter(HttpReply reply, FaultContext context) {
    if (!reply.isStream()) {
      return resized(reply, error(503));
    }
    int events = context.events();
    Piece error = event(reply, error(503), events);
    return reply.body(body -> Bits.last(body, events, error));
  }

  static HttpReply oversized(HttpReply reply, FaultContext context) {
    return change(
        reply, context.event(THIRD), bytes -> Texts.insert(bytes, "x".repeat(context.size())));
  }

  static HttpReply oddEvents(HttpReply reply, FaultContext context) {
    if (reply.isArray()) {
      return reply.body(body -> Bits.each(body, _ -> Texts::loosely));
    }
    return reply.isStream() ? reply.body(body -> Bits.each(body, Texts::oddly)) : reply;
  }

  static HttpReply gzip(HttpReply reply, FaultContext context) {
    byte[] all = Bits.drain(reply.body());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return resized(reply, out.toByteArray()).head(head -> head.plus("content-encoding", "gzip"));
  }

  /// Returns `reply` with another whole body, in a framing of the same kind.
  static HttpReply resized(HttpReply reply, byte[] bytes) {
    Framing framing = reply.isStream() ? new Framing.Chunked() : new Framing.Length(bytes.length);
    return new HttpReply(
        reply.head().withFraming(framing), reply.afterNanos(), ReplyBody.whole(bytes));
  }

  private static HttpReply change(HttpReply reply, int index, UnaryOperator<byte[]> change) {
    return reply.isStream()
        ? reply.body(body -> Bits.change(body, index, change))
        : resized(reply, change.apply(Bits.drain(reply.body())));
  }

  private static byte[] breakOff(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == '\n') {
      end--;
    }
    byte[] half = Arrays.copyOf(bytes, end / 2);
    byte[] tail = Arrays.copyOfRange(bytes, end, bytes.length);
    return new Bytes(bytes.length).put(half).put(tail).array();
  }

  private static byte[] spoil(byte[] bytes) {
    return Texts.insert(bytes, new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF});
  }

  private static byte[] error(int status) {
    OpenAiError error = OpenAiError.of(status);
    Bytes out = new Bytes(256).ascii("{\"error\":{\"code\":").number(status);
    out.ascii(",\"message\":").quoted(error.message());
    return out.ascii(",\"type\":").quoted(error.type()).ascii(",\"param\":null}}").array();
  }

  /// An event, the last of its stream; in an array with what closes it.
  ///
  /// @param before how many events stand before it
  private static Piece event(HttpReply reply, byte[] json, int before) {
    String begin = !reply.isArray() ? "data: " : before == 0 ? "[" : ",\n";
    Bytes out = new Bytes(json.length + 16).ascii(begin).put(json);
    return Piece.data(0, out.ascii(reply.isArray() ? "\n]\n" : "\n\n").array());
  }

  /// A body that gets no further than one of its pieces.
  private static final class Endless implements ReplyBody {
    private final ReplyBody body;
    private final long nanos;
    private int left;
    private Piece last = Piece.data(0, COMMENT);

    Endless(ReplyBody body, int repeated, long nanos) {
      this.body = body;
      this.left = repeated + 1;
      this.nanos = nanos;
    }

    @Override
    public Piece next() {
      if (left-- <= 0) {
        return repeated();
      }
      Piece piece = body.next();
      if (piece.ending() != null) {
        return repeated();
      }
      last = piece;
      return piece;
    }

    private Piece repeated() {
      left = 0;
      return last.after(nanos);
    }
  }
}
