package dev.sluice.dialect.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/// Conversions between text and JSON strings.
public final class JsonStrings {
  /// Its buffers belong to no thread: an application's would keep them, and our classes, for ever.
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  private JsonStrings() {}

  /// Returns `text` as a JSON string, with its quotes.
  public static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /// Returns the text of a JSON string given without its quotes; `inside` itself when it is
  /// malformed.
  public static String decode(String inside) {
    if (inside.indexOf('\\') < 0) {
      return inside;
    }
    try (JsonParser parser = JSON.createParser('"' + inside + '"')) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      return inside;
    }
  }
}
