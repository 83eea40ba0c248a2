package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation.Form;
import dev.sluice.call.request.Span;
import io.netty.buffer.ByteBuf;

/// The body of a request that is a form in parts, for one target: the client's, with the target's
/// name of the model. The boundary stays, and every other byte is shared, not copied.
final class FormBody {
  /// The header that says of a form what its boundary is.
  static final String TYPE = "content-type";

  private static final String PARTS = "multipart/form-data";
  private static final String PART = "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n";

  private FormBody() {}

  /// The media type of a call's body, where that is a form in parts; else empty.
  static String type(Call call) {
    return call.operation().form() == Form.JSON ? "" : call.headers().getOrDefault(TYPE, "");
  }

  /// Whether a call's body is a form in parts.
  static boolean isInParts(Call call) {
    return isInParts(type(call));
  }

  private static boolean isInParts(String type) {
    return type.regionMatches(true, 0, PARTS, 0, PARTS.length());
  }

  /// A media type, of a form in parts without its boundary.
  static String withoutBoundary(String type) {
    return isInParts(type) ? PARTS : type;
  }

  /// Returns the body of `call` with `model` in it, which has a reference of its own to the bytes
  /// that it shares.
  ///
  /// @param model the model's name at the provider, which has no end of a line; empty where the
  ///   provider chooses one
  static ByteBuf of(Call call, String model) {
    ByteBuf bytes = call.body().bytes();
    var edits = new ByteEdits();
    Span span = new Span(call.facts().modelStart(), call.facts().modelEnd());
    if (span.end() > 0) {
      edits.replace(span, model.getBytes(UTF_8));
    } else if (!model.isEmpty()) {
      edits.insert(0, (delimiter(bytes) + PART + model + "\r\n").getBytes(UTF_8));
    }
    return edits.into(bytes);
  }

  /// The first line of the body, which is the delimiter of its parts.
  static String delimiter(ByteBuf bytes) {
    int end = bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), (byte) '\r');
    return bytes.toString(bytes.readerIndex(), end - bytes.readerIndex(), UTF_8).stripTrailing();
  }
}
