package dev.sluice.lab.fuzz;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.call.request.Span;
import java.io.IOException;
import java.util.OptionalLong;

/// The current value of a Jackson parser, read as what it must be.
final class JacksonValue {
  /// Says that a request is refused.
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why, null, false, false);
    }
  }

  private static final long CHOICES_MAX = 4096;

  private final JsonParser parser;

  private final JacksonMedia media;
  private boolean hasMedia;

  JacksonValue(JsonParser parser, JacksonMedia media) {
    this.parser = parser;
    this.media = media;
  }

  /// Returns whether a value that was read holds pictures, sounds or files.
  boolean hasMedia() {
    return hasMedia;
  }

  static void must(boolean holds, String what) {
    if (!holds) {
      throw new Refused(what);
    }
  }

  boolean is(JsonToken token) {
    return parser.currentToken() == token;
  }

  boolean present() {
    return !is(JsonToken.VALUE_NULL);
  }

  int start() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /// The span of the value from `start` to the current position.
  Span span(int start) {
    return new Span(start, (int) parser.currentLocation().getByteOffset());
  }

  boolean flag() {
    boolean is = is(JsonToken.VALUE_TRUE);
    must(is || is(JsonToken.VALUE_FALSE) || !present(), "a flag");
    return is;
  }

  OptionalLong bound() throws IOException {
    must(!present() || is(JsonToken.VALUE_NUMBER_INT), "a whole number");
    boolean fits = present() && parser.getNumberType() != NumberType.BIG_INTEGER;
    return fits && parser.getLongValue() >= 0
        ? OptionalLong.of(parser.getLongValue())
        : OptionalLong.empty();
  }

  long choices() throws IOException {
    OptionalLong count = bound();
    boolean larger = count.isEmpty() && present() && !parser.getText().startsWith("-");
    must(!larger && count.orElse(1) <= CHOICES_MAX, "few choices");
    return Math.max(1, count.orElse(1));
  }

  boolean number() {
    must(!present() || parser.currentToken().isNumeric(), "a number");
    return present();
  }

  boolean zero() throws IOException {
    return number() && parser.getDoubleValue() == 0;
  }

  void string() {
    must(!present() || is(JsonToken.VALUE_STRING), "a string");
  }

  /// Reads all of the value.
  ///
  /// @return whether it has a property of this name, at any depth
  boolean skip(String name) throws IOException {
    int depth = 0;
    boolean found = false;
    while (true) {
      JsonToken token = parser.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      boolean named = token == JsonToken.FIELD_NAME && parser.currentName().equals(name);
      found |= named && !JacksonMedia.isWithin(parser);
      hasMedia |= media.at(parser);
      check();
      if (depth <= 0) {
        return found;
      }
      must(parser.nextToken() != null, "an end");
    }
  }

  /// Texts have whole surrogate pairs, numbers fit a double.
  void check() throws IOException {
    switch (parser.currentToken()) {
      case FIELD_NAME -> must(isPaired(parser.currentName()), "pairs");
      case VALUE_STRING -> must(isPaired(parser.getText()), "pairs");
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT ->
          must(Double.isFinite(Double.parseDouble(parser.getText())), "a double");
      default -> {}
    }
  }

  static boolean isPaired(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
