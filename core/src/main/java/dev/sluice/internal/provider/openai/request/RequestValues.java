package dev.sluice.internal.provider.openai.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.call.request.Span;
import java.io.IOException;
import java.util.OptionalLong;

/// Reads the current value as what it must be; `null` counts as absent where OpenAI allows it.
/// `path` is how a complaint calls it.
final class RequestValues {
  private final JsonParser parser;

  /// The position of `include_usage`.
  private Span usage = Span.NONE;

  RequestValues(JsonParser parser) {
    this.parser = parser;
  }

  /// Whether there is a value other than null.
  boolean present() {
    return parser.currentToken() != JsonToken.VALUE_NULL;
  }

  String text(String path) throws IOException, InvalidRequest {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(path, "a string");
    }
    return parser.getText();
  }

  void string(String path) throws IOException, InvalidRequest {
    if (present() && parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(path, "a string");
    }
  }

  boolean flag(String path) throws IOException, InvalidRequest {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw wrong(path, "true or false");
    };
  }

  void whole(String path) throws IOException, InvalidRequest {
    if (present() && parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrong(path, "a whole number");
    }
  }

  /// A bound on tokens, or a number of choices. The provider judges which bounds make sense: to
  /// some servers -1 is none. A value that is negative, or fits no long, counts as unknown.
  OptionalLong bound(String path) throws IOException, InvalidRequest {
    whole(path);
    boolean known = present() && parser.getNumberType() != NumberType.BIG_INTEGER;
    return known && parser.getLongValue() >= 0
        ? OptionalLong.of(parser.getLongValue())
        : OptionalLong.empty();
  }

  void number(String path) throws IOException, InvalidRequest {
    if (present() && !parser.currentToken().isNumeric()) {
      throw wrong(path, "a number");
    }
  }

  /// Whether the value, which must be a number, is zero.
  boolean zero(String path) throws IOException, InvalidRequest {
    number(path);
    return present() && parser.getDoubleValue() == 0;
  }

  /// An array, or a string where `orString`, or null where `orNull`.
  void input(String path, String form, boolean orString, boolean orNull)
      throws IOException, InvalidRequest {
    boolean good =
        switch (parser.currentToken()) {
          case START_ARRAY -> true;
          case VALUE_STRING -> orString;
          case VALUE_NULL -> orNull;
          default -> false;
        };
    if (!good) {
      throw wrong(path, form);
    }
  }

  /// The span of the current value, once it has been read.
  Span span(int start) {
    return new Span(start, (int) parser.currentLocation().getByteOffset());
  }

  /// The beginning of the current value.
  int start() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /// The position of `include_usage` in the value that [#includeUsage] has read.
  Span usage() {
    return usage;
  }

  /// Reads the whole of `stream_options`.
  boolean includeUsage(String path) throws IOException, InvalidRequest {
    if (!present()) {
      return false;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(path, "an object");
    }
    boolean include = false;
    var seen = new PropertyNames();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String inside = path + "." + name;
      seen.add(name, inside);
      parser.nextToken();
      if (name.equals("include_usage")) {
        include = flag(inside);
        usage = span(start());
      }
      skip(inside);
    }
    return include;
  }

  /// Passes over the rest of the current value, and looks at its numbers alone: a number that fits
  /// no double is read differently by every reader.
  void skip(String path) throws IOException, InvalidRequest {
    boolean _ = skip(path, "");
  }

  /// The same.
  ///
  /// @param name of a property that is looked for; empty for none
  /// @return whether there is one of that name in the value, at any depth
  boolean skip(String path, String name) throws IOException, InvalidRequest {
    int depth = 0;
    boolean found = false;
    JsonToken token = parser.currentToken();
    while (true) {
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
        finite(path);
      } else if (token == JsonToken.FIELD_NAME && !name.isEmpty()) {
        found |= parser.currentName().equals(name);
      }
      if (depth <= 0) {
        return found;
      }
      token = parser.nextToken();
    }
  }

  /// Without an exponent, a number of so few digits always fits.
  private void finite(String path) throws IOException, InvalidRequest {
    char[] text = parser.getTextCharacters();
    int from = parser.getTextOffset();
    for (int i = from; i < from + parser.getTextLength(); i++) {
      if ((text[i] | 0x20) == 'e') {
        if (Double.isInfinite(parser.getDoubleValue())) {
          throw wrong(path, "numbers that fit a double");
        }
        return;
      }
    }
  }

  private InvalidRequest wrong(String path, String expected) throws IOException {
    String value =
        switch (parser.currentToken()) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> '"' + parser.getText() + '"';
          default -> parser.getText();
        };
    return InvalidRequests.wrong(path, value, expected);
  }
}
