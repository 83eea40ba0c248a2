package dev.sluice.sim.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiErrorBody;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import java.util.Arrays;

/// Gives error events of a stream the form that they have among the events of a response; all else
/// has it already.
public final class ResponsesForm {
  /// How many events stand between a stream's first one and the first that a model says:
  /// `response.in_progress`, `response.output_item.added` and `response.content_part.added`.
  public static final int OPENING = 3;

  private static final byte[] ERROR_EVENT = new Bytes(16).ascii("data: {\"error\":").array();
  private static final int DATA = "data: ".length();

  private ResponsesForm() {}

  /// Returns `reply` in the form of a response.
  public static HttpReply of(HttpReply reply) {
    int[] number = {0};
    return reply.isStream() ? reply.body(body -> () -> event(body.next(), number[0]++)) : reply;
  }

  private static Piece event(Piece piece, int number) {
    byte[] bytes = piece.bytes();
    int length = ERROR_EVENT.length;
    boolean error =
        bytes.length > length && Arrays.equals(bytes, 0, length, ERROR_EVENT, 0, length);
    return error ? piece.with(error(bytes, number)) : piece;
  }

  private static byte[] error(byte[] event, int number) {
    JsonNode error = OpenAiErrorBody.read(Arrays.copyOfRange(event, DATA, event.length));
    Bytes out = new Bytes(256).ascii("event: error\ndata: {\"type\":\"error\",\"code\":");
    out.quoted(code(error.path("code").asInt())).ascii(",\"message\":");
    out.quoted(error.path("message").asText("")).ascii(",\"param\":null,\"sequence_number\":");
    return out.number(number).ascii("}\n\n").array();
  }

  private static String code(int status) {
    return switch (status) {
      case 429 -> "rate_limit_exceeded";
      case 503, 529 -> "server_is_overloaded";
      default -> status >= 400 && status < 500 ? "invalid_prompt" : "server_error";
    };
  }
}
