package dev.sluice.provider.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.dialect.json.JsonStrings;
import java.io.IOException;
import java.util.Optional;

/// A model as a provider lists it.
///
/// @param id the name by which the model is asked for
/// @param json the provider's own object, with `id` as its `id`, or behind [#PREFIX] as its `name`
public record ListedModel(String id, String json) {
  /// The beginning of the names of models in Gemini's dialect.
  public static final String PREFIX = "models/";

  private static final JsonFactory JSON = new JsonFactory();

  /// Returns a provider's description of a model under another name: its `id`, or a `name` that
  /// begins with [#PREFIX], is replaced and nothing else.
  ///
  /// @return empty where `json` is no description of a model, or too large for a parser
  public static Optional<String> renamed(String json, String id) {
    byte[] bytes = json.getBytes(UTF_8);
    try (JsonParser parser = JSON.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String property = parser.currentName();
        parser.nextToken();
        boolean prefixed = property.equals("name") && parser.getText().startsWith(PREFIX);
        boolean names = prefixed || property.equals("id");
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        if (names) {
          int end = (int) parser.currentLocation().getByteOffset();
          return Optional.of(
              text(bytes, 0, start)
                  + JsonStrings.quote(prefixed ? PREFIX + id : id)
                  + text(bytes, end));
        }
      }
    } catch (IOException malformed) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static String text(byte[] bytes, int from) {
    return text(bytes, from, bytes.length);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, UTF_8);
  }
}
