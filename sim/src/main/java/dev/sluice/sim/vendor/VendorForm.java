package dev.sluice.sim.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiErrorBody;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.HttpReply;

/// Gives an error a vendor's form where it has OpenAI's.
public final class VendorForm {
  private VendorForm() {}

  /// Returns `reply` in the form of `vendor`.
  public static HttpReply of(HttpReply reply, Vendor vendor) {
    int status = reply.head().status();
    return OpenAiErrorBody.replaced(reply, _ -> status, error -> form(vendor, error));
  }

  private static byte[] form(Vendor vendor, JsonNode error) {
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
}
