package dev.sluice.sim.fault;

import dev.sluice.sim.dialect.ApiError;
import dev.sluice.sim.wire.Body;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Framing;
import dev.sluice.sim.wire.Head;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.Reply;
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

  static Reply delay(Reply reply, Setting setting) {
    return reply.later(setting.nanos());
  }

  static Reply keepAlives(Reply reply, Setting setting) {
    byte[] kept = reply.isArray() ? BLANK : COMMENT;
    Body comments = () -> Piece.data(setting.nanos(), kept);
    Head head = reply.isArray() ? reply.head() : Heads.typed(reply.head(), "text/event-stream");
    return new Reply(head.withFraming(new Framing.Chunked()), 0, comments);
  }

  static Reply trickle(Reply reply, Setting setting) {
    return reply.body(body -> Bits.chop(body, 1, setting.nanos()));
  }

  static Reply split(Reply reply, Setting setting) {
    return reply.body(body -> Bits.chop(body, Math.max(1, setting.size()), 0));
  }

  static Reply endless(Reply reply, Setting setting) {
    Reply chunked = reply.head(head -> head.withFraming(new Framing.Chunked()));
    return chunked.body(
        body -> new Endless(body, reply.isStream() ? setting.event(THIRD) : 0, setting.nanos()));
  }

  static Reply malformed(Reply reply, Setting setting) {
    return change(reply, setting.events(), Bodies::breakOff);
  }

  static Reply invalidUtf8(Reply reply, Setting setting) {
    return change(reply, setting.events(), Bodies::spoil);
  }

  static Reply truncatedJson(Reply reply, Setting setting) {
    byte[] all = Bits.drain(reply.body());
    return resized(reply, Arrays.copyOf(all, all.length / 2));
  }

  static Reply errorIn200(Reply reply, Setting setting) {
    byte[] error = error(setting.number());
    return reply.isStream()
        ? reply.body(_ -> Body.of(event(reply, error, 0), Piece.end(0, Ending.CLEAN)))
        : resized(reply, error);
  }

  static Reply errorAfter(Reply reply, Setting setting) {
    if (!reply.isStream()) {
      return resized(reply, error(503));
    }
    int events = setting.events();
    Piece error = event(reply, error(503), events);
    int[] next = {0};
    return reply.body(
        body ->
            () -> {
              int i = next[0]++;
              Piece piece = i < events ? body.next() : Piece.end(0, Ending.CLEAN);
              return i == events ? error : piece;
            });
  }

  static Reply oversized(Reply reply, Setting setting) {
    return change(
        reply, setting.event(THIRD), bytes -> Texts.insert(bytes, "x".repeat(setting.size())));
  }

  static Reply oddEvents(Reply reply, Setting setting) {
    if (reply.isArray()) {
      return reply.body(body -> Bits.each(body, _ -> Texts::loosely));
    }
    return reply.isStream() ? reply.body(body -> Bits.each(body, Texts::oddly)) : reply;
  }

  static Reply gzip(Reply reply, Setting setting) {
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
  static Reply resized(Reply reply, byte[] bytes) {
    Framing framing = reply.isStream() ? new Framing.Chunked() : new Framing.Length(bytes.length);
    return new Reply(reply.head().withFraming(framing), reply.afterNanos(), Body.whole(bytes));
  }

  private static Reply change(Reply reply, int index, UnaryOperator<byte[]> change) {
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
    ApiError error = ApiError.of(status);
    Bytes out = new Bytes(256).ascii("{\"error\":{\"code\":").number(status);
    out.ascii(",\"message\":").quoted(error.message());
    return out.ascii(",\"type\":").quoted(error.type()).ascii(",\"param\":null}}").array();
  }

  /// An event, the last of its stream; in an array with what closes it.
  ///
  /// @param before how many events stand before it
  private static Piece event(Reply reply, byte[] json, int before) {
    String begin = !reply.isArray() ? "data: " : before == 0 ? "[" : ",\n";
    Bytes out = new Bytes(json.length + 16).ascii(begin).put(json);
    return Piece.data(0, out.ascii(reply.isArray() ? "\n]\n" : "\n\n").array());
  }

  /// A body that gets no further than one of its pieces.
  private static final class Endless implements Body {
    private final Body body;
    private final long nanos;
    private int left;
    private Piece last = Piece.data(0, COMMENT);

    Endless(Body body, int repeated, long nanos) {
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
