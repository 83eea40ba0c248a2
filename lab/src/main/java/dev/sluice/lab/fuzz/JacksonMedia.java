package dev.sluice.lab.fuzz;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.call.request.Operation;
import java.io.IOException;
import java.util.regex.Pattern;

/// The places where a request of one operation may hold pictures, sounds and files, as paths of
/// JSON (RFC 6901).
///
/// @param texts the paths of texts, which are one or the address of one
/// @param objects those of objects that are one
record JacksonMedia(Pattern texts, Pattern objects) {
  private static final Pattern WITHIN =
      Pattern.compile("/(image_url|file_data|input_audio|file_id|file_url|type)/");
  private static final JacksonMedia NOWHERE = of("(?!)", "(?!)");
  private static final JacksonMedia IN_CHATS =
      of(
          "/messages/\\d+/content/\\d+/((image|video|audio)_url(/url)?|file/file_data)",
          "/messages/\\d+/content/\\d+/((image|video|audio)_url/url|file/file_data|input_audio)");
  private static final JacksonMedia IN_RESPONSES = anywhere();

  private static JacksonMedia of(String texts, String objects) {
    return new JacksonMedia(Pattern.compile(texts), Pattern.compile(objects));
  }

  /// Returns the places at any depth of the input, but not in a value of such a name.
  private static JacksonMedia anywhere() {
    String others =
        "(/(?!(encrypted_content|image_url|file_data|input_audio|file_id|file_url|type)(/|$))[^/]*)*";
    String within = "/input/\\d+" + others + "/";
    return of(within + "(image_url|file_data)", within + "(image_url|file_data|input_audio)");
  }

  static JacksonMedia of(Operation operation) {
    return switch (operation) {
      case CHAT -> IN_CHATS;
      case RESPONSES, INPUT_TOKENS, COMPACT -> IN_RESPONSES;
      default -> NOWHERE;
    };
  }

  /// Returns whether a picture, a sound or a file begins at the parser's position.
  boolean at(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return objects.matcher(path(parser)).matches();
    }
    return parser.currentToken() == JsonToken.VALUE_STRING
        && texts.matcher(path(parser)).matches()
        && parser.getText().startsWith("data:");
  }

  /// Returns whether the parser is in a value where a picture, a sound or a file may be, in which
  /// nothing else is looked for.
  static boolean isWithin(JsonParser parser) {
    return WITHIN.matcher(path(parser)).find();
  }

  private static String path(JsonParser parser) {
    return parser.getParsingContext().pathAsPointer().toString();
  }
}
