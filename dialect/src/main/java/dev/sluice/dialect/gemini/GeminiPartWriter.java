package dev.sluice.dialect.gemini;

import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A writer of the parts of an answer, each on one line.
record GeminiPartWriter(JsonOutput out) {
  void text(String text) {
    out.open('{').field("text", text).close('}');
  }

  /// Writes thinking.
  ///
  /// @param signature the signature as the client is to carry it; null for none
  void thought(String text, @Nullable ClientSignature signature) {
    out.open('{').field("text", text).name("thought").bool(true);
    sign(signature);
    out.close('}');
  }

  private void sign(@Nullable ClientSignature signature) {
    if (signature != null) {
      out.field("thoughtSignature", signature.text());
    }
  }

  /// Writes a call. What an interrupted model has written of its arguments is no object: it is kept
  /// as a text in one.
  void call(String id, String name, String arguments, @Nullable ClientSignature signature) {
    out.open('{').name("functionCall").open('{').field("id", id).field("name", name).name("args");
    arguments(arguments);
    out.close('}');
    sign(signature);
    out.close('}');
  }

  private void arguments(String arguments) {
    if (arguments.isBlank()) {
      out.raw(RawJson.EMPTY_OBJECT);
    } else if (JsonReader.isObject(arguments, out.meter())) {
      out.raw(new RawJson(onOneLine(arguments)));
    } else {
      out.open('{').field("_raw", arguments).close('}');
    }
  }

  /// Returns JSON on one line. In JSON, ends of lines stand between values alone.
  private static String onOneLine(String json) {
    return json.replace('\n', ' ').replace('\r', ' ');
  }
}
