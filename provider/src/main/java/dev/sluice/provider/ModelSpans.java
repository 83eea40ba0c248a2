package dev.sluice.provider;

import dev.sluice.call.request.Span;
import dev.sluice.dialect.json.JsonCursor;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds where a body repeats the name of the model that its path has: at the top, in the request
/// whose tokens are to be counted, in each request of a batch. Confined to one thread.
final class ModelSpans {
  /// The beginning of a model's name in a body.
  static final String PREFIX = "models/";

  private static final Set<String> WITHIN =
      Set.of("generateContentRequest", "generate_content_request");

  private final JsonCursor in;
  private final List<Span> spans = new ArrayList<>();

  private ModelSpans(ByteBuf body) {
    this.in = new JsonCursor(body);
  }

  /// Returns the spans of the strings that name the model, with their quotes.
  ///
  /// @param body a body that a scan has accepted; its position stays as it is
  static List<Span> in(ByteBuf body) {
    var found = new ModelSpans(body);
    try {
      found.object(true);
    } catch (EOFException _) {
      return List.of();
    }
    return found.spans;
  }

  private void object(boolean top) throws EOFException {
    in.pass();
    while (in.more()) {
      String name = in.name();
      byte first = in.peek();
      if (name.equals("model") && first == '"') {
        int start = in.position();
        in.skip();
        spans.add(new Span(start, in.position()));
      } else if (top && WITHIN.contains(name) && first == '{') {
        object(false);
      } else if (top && name.equals("requests") && first == '[') {
        requests();
      } else {
        in.skip();
      }
    }
  }

  private void requests() throws EOFException {
    in.pass();
    while (in.more()) {
      if (in.peek() == '{') {
        object(false);
      } else {
        in.skip();
      }
    }
  }
}
