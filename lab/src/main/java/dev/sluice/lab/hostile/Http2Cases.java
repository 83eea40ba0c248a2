package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.Frames.CONTINUATION;
import static dev.sluice.lab.hostile.Frames.DATA;
import static dev.sluice.lab.hostile.Frames.END_HEADERS;
import static dev.sluice.lab.hostile.Frames.END_STREAM;
import static dev.sluice.lab.hostile.Frames.HEADERS;
import static dev.sluice.lab.hostile.Frames.PING;
import static dev.sluice.lab.hostile.Frames.PRIORITY;
import static dev.sluice.lab.hostile.Frames.RST_STREAM;
import static dev.sluice.lab.hostile.Frames.SETTINGS;
import static dev.sluice.lab.hostile.Frames.WINDOW_UPDATE;
import static dev.sluice.lab.hostile.Frames.frame;
import static dev.sluice.lab.hostile.Frames.joined;
import static dev.sluice.lab.hostile.Frames.number;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.lab.hostile.HostileCase.Length;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// C31: work that HTTP/2 lets a client cause without a call, each on one connection. A connection
/// is ended before it can matter, and so are the next ones of a client that has had enough of them.
final class Http2Cases {
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int WINDOW = 65_535;
  private static final int FLOOD = 5_000;

  private Http2Cases() {}

  static List<HostileCase> all() {
    return List.of(
        flood("streams that are reset at once", Http2Cases::reset),
        flood("streams that the server is made to reset", Http2Cases::provoked),
        flood("a header block of empty frames", n -> n == 0 ? begun() : frame(CONTINUATION, 0, 1)),
        flood(
            "a header block without an end",
            n -> n == 0 ? begun() : frame(CONTINUATION, 0, 1, Frames.header("x-a", "a"))),
        flood("PING", _ -> frame(PING, 0, 0, new byte[8])),
        flood("SETTINGS", _ -> frame(SETTINGS, 0, 0)),
        flood("PRIORITY", n -> frame(PRIORITY, 0, 2 * n + 1, new byte[5])),
        flood("WINDOW_UPDATE", _ -> frame(WINDOW_UPDATE, 0, 0, number(1))),
        flood("empty DATA", n -> n == 0 ? call(1, false) : frame(DATA, 0, 1)),
        new HostileCase(
            "C31",
            "headers that unpack to 64 MiB",
            "others served",
            Setup.H2C,
            Length.SHORT,
            true,
            Http2Cases::bomb),
        new HostileCase(
            "C31",
            "windows that stay shut",
            "cut within 35 s",
            Setup.H2C,
            Length.LONG,
            false,
            Http2Cases::shut));
  }

  /// @param frames the frames in their order
  private static HostileCase flood(String sent, IntFunction<byte[]> frames) {
    return new HostileCase(
        "C31",
        "HTTP/2: " + sent,
        "GOAWAY, others served",
        Setup.H2C,
        Length.SHORT,
        true,
        site -> flood(site, frames));
  }

  private static AttackResult flood(Site site, IntFunction<byte[]> frames) throws IOException {
    try (RawConnection client = site.connect()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(Frames.greeting(WINDOW));
      for (int i = 0; i < FLOOD; i++) {
        all.writeBytes(frames.apply(i));
      }
      int error = Frames.goAway(client.write(all.toByteArray()));
      return new AttackResult(error == ENHANCE_YOUR_CALM, "GOAWAY " + error).and(site.honest());
    }
  }

  private static byte[] begun() {
    return frame(HEADERS, END_STREAM, 1, Frames.head("GET", "/v1/models"));
  }

  private static byte[] reset(int n) {
    int stream = 2 * n + 1;
    return joined(
        frame(HEADERS, END_HEADERS, stream, Frames.call()),
        frame(RST_STREAM, 0, stream, number(8)));
  }

  private static byte[] provoked(int n) {
    int stream = 2 * n + 1;
    return joined(call(stream, false), frame(WINDOW_UPDATE, 0, stream, number(0)));
  }

  private static byte[] call(int stream, boolean whole) {
    byte[] head = frame(HEADERS, END_HEADERS, stream, Frames.call());
    byte[] body = Requests.chat("up/endless-1", "hello", ",\"stream\":true").getBytes(UTF_8);
    return whole ? joined(head, frame(DATA, END_STREAM, stream, body)) : head;
  }

  /// A header of 4,000 bytes in the table, and 16,000 references to it on each of 50 streams, whose
  /// answers have no window to leave by.
  private static AttackResult bomb(Site site) throws IOException {
    try (RawConnection client = site.connect()) {
      byte[] kept = Frames.header("x-a", "a".repeat(4_000));
      kept[0] = 0x40;
      byte[] head = Frames.head("GET", "/v1/models");
      client.write(
          joined(
              Frames.greeting(0), frame(HEADERS, END_HEADERS | END_STREAM, 1, joined(head, kept))));
      byte[] references = new byte[16_000];
      Arrays.fill(references, (byte) (0x80 | 62));
      for (int stream = 3; stream < 103; stream += 2) {
        client.write(frame(HEADERS, END_HEADERS | END_STREAM, stream, joined(head, references)));
      }
      return site.honest();
    }
  }

  private static AttackResult shut(Site site) throws IOException, InterruptedException {
    try (RawConnection client = site.connect()) {
      client.write(Frames.greeting(0));
      for (int stream = 1; stream < 41; stream += 2) {
        client.write(call(stream, true));
      }
      return site.honest().and(IdleCheck.within(site, 45_000));
    }
  }
}
