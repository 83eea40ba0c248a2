package dev.sluice.api;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// The writer of the few JSON objects that are the server's own.
public final class Json {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private Json() {}

  /// `text` as a JSON string, quotes and all.
  public static String string(String text) {
    var out = new StringBuilder(text.length() + 16).append('"');
    ENCODER.quoteAsString(text, out);
    return out.append('"').toString();
  }
}
