package dev.sluice.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sim.wire.Framing;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import dev.sluice.sim.wire.ReplyHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// An error in OpenAI's form as the body of an answer, which another dialect says in its own form.
public final class OpenAiErrorBody {
  /// How it begins.
  public static final String BEGIN = "{\"error\":";

  private static final ObjectMapper JSON = new ObjectMapper();

  private OpenAiErrorBody() {}

  /// Returns what is inside of the envelope; an empty object if a fault has broken the JSON.
  public static JsonNode read(byte[] json) {
    try {
      return JSON.readTree(json).path("error");
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  /// Returns a whole `reply`, with another body if its body is an error.
  ///
  /// @param status finds the reply's status from what is inside of the envelope
  /// @param form makes the other body from the same
  public static HttpReply replaced(
      HttpReply reply, ToIntFunction<JsonNode> status, Function<JsonNode, byte[]> form) {
    Piece first = reply.body().next();
    ReplyBody rest = reply.body();
    if (!new String(first.bytes(), StandardCharsets.ISO_8859_1).startsWith(BEGIN)) {
      return reply.body(_ -> ReplyBody.followed(first, rest));
    }
    JsonNode error = read(first.bytes());
    byte[] body = form.apply(error);
    ReplyHead head = reply.head().withStatus(status.applyAsInt(error));
    return new HttpReply(
        head.withFraming(new Framing.Length(body.length)),
        reply.afterNanos(),
        ReplyBody.followed(Piece.data(first.afterNanos(), body), rest));
  }
}
