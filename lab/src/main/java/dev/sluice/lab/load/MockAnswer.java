package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The answers of [MockUpstream], in OpenAI's dialect.
public sealed interface MockAnswer {

  /// A whole chat answer whose body has `size` bytes, or as few as it can.
  static MockAnswer whole(int size) {
    String start =
        """
        {"id":"chatcmpl-mock","object":"chat.completion","created":1700000000,"model":"mock",\
        "choices":[{"index":0,"message":{"role":"assistant","content":\"\
        """;
    String end =
        """
        "},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":250,"completion_tokens":150,"total_tokens":400}}\
        """;
    return json(start + "w".repeat(Math.max(0, size - start.length() - end.length())) + end);
  }

  /// A transcript.
  static MockAnswer transcript() {
    return json("{\"text\":\"The water rises.\",\"usage\":{\"type\":\"duration\",\"seconds\":9}}");
  }

  private static MockAnswer json(String body) {
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
            .formatted(body.length());
    return new Whole(permanent((head + body).getBytes(US_ASCII)));
  }

  /// A streamed chat answer: `count` events, one each `interval`, the first one at a random time
  /// within the first interval, so that streams do not march in step.
  static MockAnswer events(int count, Duration interval) {
    return new Events(count, interval);
  }

  /// A streamed chat answer of `count` events, all in one write, with its usage.
  static MockAnswer burst(int count) {
    return new Whole(permanent(Events.burst(count)));
  }

  private static ByteBuf permanent(byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct));
  }

  /// A whole answer.
  ///
  /// @param wire all of it; never released
  record Whole(ByteBuf wire) implements MockAnswer {}

  /// A streamed answer.
  ///
  /// @param count how many events before the last ones, which end the answer
  /// @param interval between two
  record Events(int count, Duration interval) implements MockAnswer {
    static final byte[] HEAD =
        """
        HTTP/1.1 200 OK\r
        content-type: text/event-stream\r
        cache-control: no-cache\r
        transfer-encoding: chunked\r
        \r
        """
            .getBytes(US_ASCII);

    private static final String CHUNK =
        """
        "id":"chatcmpl-mock","object":"chat.completion.chunk","created":1700000000,"model":"mock",\
        "choices":[{"index":0,"delta":{%s},"finish_reason":%s}]}

        """;

    /// A stamp's width: a JSON number may not begin with zeros, but spaces may follow it.
    private static final int STAMP_WIDTH = 19;

    private static final byte[] EVENT =
        chunk(
            EventCounter.STAMP
                + " ".repeat(STAMP_WIDTH)
                + ","
                + CHUNK.formatted("\"content\":\" water\"", "null"));

    private static final int STAMP_AT =
        new String(EVENT, US_ASCII).indexOf(EventCounter.STAMP) + EventCounter.STAMP.length();

    static final byte[] END =
        (new String(
                    chunk("data: {" + CHUNK.formatted("", "\"stop\"") + "data: [DONE]\n\n"),
                    US_ASCII)
                + "0\r\n\r\n")
            .getBytes(US_ASCII);

    private static final String USAGE =
        """
        data: {"id":"chatcmpl-mock","object":"chat.completion.chunk","created":1700000000,\
        "model":"mock","choices":[],\
        "usage":{"prompt_tokens":250,"completion_tokens":100,"total_tokens":350}}

        """;

    /// Returns a whole answer of `count` events.
    static byte[] burst(int count) {
      String event =
          new String(
              chunk("data: {" + CHUNK.formatted("\"content\":\" water\"", "null")), US_ASCII);
      String last = "data: {" + CHUNK.formatted("", "\"stop\"") + USAGE + "data: [DONE]\n\n";
      String end = new String(chunk(last), US_ASCII) + "0\r\n\r\n";
      return (new String(HEAD, US_ASCII) + event.repeat(count) + end).getBytes(US_ASCII);
    }

    /// Writes one event, stamped with `now`.
    static void write(ByteBuf out, long now) {
      int at = out.writerIndex() + STAMP_AT;
      out.writeBytes(EVENT);
      String stamp = Long.toString(now);
      out.setCharSequence(at, stamp, US_ASCII);
    }

    private static byte[] chunk(String text) {
      return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(US_ASCII);
    }
  }
}
