package dev.sluice.sim.fault;

import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.regex.Pattern;

/// Streams that break the grammar of their dialect.
final class Grammars {
  private static final int JUMP = 100;
  private static final Pattern NUMBER = Pattern.compile("(\"sequence_number\":)(\\d+)");
  private static final String RESPONSE = "event: response.";

  private Grammars() {}

  static HttpReply endInEvent(HttpReply reply, FaultContext context) {
    if (!reply.isStream()) {
      return Bodies.truncatedJson(reply, context);
    }
    int last = context.events();
    return reply.body(
        body ->
            Bits.first(
                Bits.change(body, last, event -> Arrays.copyOf(event, event.length / 2)),
                last + 1,
                Ending.CLEAN));
  }

  /// The last event of a stream twice, in front of what closes an array.
  static HttpReply lastTwice(HttpReply reply, FaultContext context) {
    if (!reply.isStream()) {
      return reply;
    }
    int held = reply.isArray() ? 2 : 1;
    return reply.body(body -> new LastTwice(body, held));
  }

  static HttpReply sequenceJump(HttpReply reply, FaultContext context) {
    int from = context.events();
    return reply.isStream()
        ? reply.body(body -> Bits.each(body, i -> bytes -> i < from ? bytes : jumped(bytes)))
        : reply;
  }

  private static byte[] jumped(byte[] event) {
    String text = new String(event, StandardCharsets.ISO_8859_1);
    return NUMBER
        .matcher(text)
        .replaceFirst(number -> number.group(1) + (Integer.parseInt(number.group(2)) + JUMP))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /// `response.failed` in a stream of a response, elsewhere an error event.
  static HttpReply failedAfter(HttpReply reply, FaultContext context) {
    int events = context.events();
    if (!reply.isStream() || events == 0) {
      return Bodies.errorAfter(reply, context);
    }
    Piece first = reply.body().next();
    ReplyBody rest = reply.body();
    HttpReply same = reply.body(_ -> ReplyBody.followed(first, rest));
    String text = new String(first.bytes(), StandardCharsets.UTF_8);
    return text.startsWith(RESPONSE)
        ? failed(same, text, events)
        : Bodies.errorAfter(same, context);
  }

  private static HttpReply failed(HttpReply reply, String first, int events) {
    Piece failure = Piece.data(0, failure(first, events));
    return reply.body(body -> Bits.last(body, events, failure));
  }

  /// The first event of a response as its last.
  private static byte[] failure(String created, int number) {
    String failed =
        created
            .replace("response.created", "response.failed")
            .replace("\"in_progress\"", "\"failed\"")
            .replace(
                "\"error\":null",
                "\"error\":{\"code\":\"server_error\",\"message\":\"The model has failed.\"}");
    String numbered = NUMBER.matcher(failed).replaceFirst("$1" + number);
    return numbered.getBytes(StandardCharsets.UTF_8);
  }

  /// A body that holds some pieces back, and at its end gives the first of them twice.
  private static final class LastTwice implements ReplyBody {
    private final ReplyBody body;
    private final int count;
    private final Deque<Piece> held = new ArrayDeque<>();
    private boolean repeated;

    LastTwice(ReplyBody body, int count) {
      this.body = body;
      this.count = count;
    }

    @Override
    public Piece next() {
      while (held.size() <= count && (held.isEmpty() || held.getLast().ending() == null)) {
        held.add(body.next());
      }
      boolean last = held.getLast().ending() != null && held.size() == count + 1;
      if (last && !repeated) {
        repeated = true;
        return held.getFirst();
      }
      Piece piece = held.remove();
      return last ? again(piece) : piece;
    }

    /// Returns a piece once more, with the comma of an element that is not the first of an array.
    private static Piece again(Piece piece) {
      byte[] bytes = piece.bytes();
      boolean opens = bytes.length > 0 && bytes[0] == '[';
      byte[] rest = opens ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
      return opens ? piece.with(new Bytes(64).ascii(",\n").put(rest).array()) : piece;
    }
  }
}
