package dev.sluice.sim.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Framing;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Gives an error a vendor's form where it has OpenAI's.
public final class VendorForm {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ERROR = "{\"error\":";

  private VendorForm() {}

  /// Returns `reply` in the form of `vendor`.
  public static HttpReply of(HttpReply reply, Vendor vendor) {
    Piece first = reply.body().next();
    ReplyBody rest = reply.body();
    String text = new String(first.bytes(), StandardCharsets.ISO_8859_1);
    if (!text.startsWith(ERROR)) {
      return reply.body(_ -> followed(first, rest));
    }
    byte[] body = error(vendor, first.bytes());
    return new HttpReply(
        reply.head().withFraming(new Framing.Length(body.length)),
        reply.afterNanos(),
        followed(Piece.data(first.afterNanos(), body), rest));
  }

  private static ReplyBody followed(Piece first, ReplyBody rest) {
    boolean[] begun = {false};
    return () -> {
      boolean next = begun[0];
      begun[0] = true;
      return next ? rest.next() : first;
    };
  }

  private static byte[] error(Vendor vendor, byte[] openAi) {
    JsonNode error = read(openAi);
    String message = error.path("message").asText("");
    Bytes out = new Bytes(256);
    switch (vendor) {
      case MISTRAL -> {
        out.ascii("{\"object\":\"error\",\"message\":").quoted(message).ascii(",\"type\":");
        out.quoted(error.path("type").asText("")).ascii(",\"param\":null,\"code\":null}");
      }
      case VOYAGE -> out.ascii("{\"detail\":").quoted(message).ascii("}");
      case COHERE -> out.ascii("{\"id\":\"simulated\",\"message\":").quoted(message).ascii("}");
    }
    return out.array();
  }

  private static JsonNode read(byte[] json) {
    try {
      return JSON.readTree(json).path("error");
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }
}
