package dev.sluice.provider.error;

import dev.sluice.call.runtime.Body;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The text of a request, as its provider has read it, which the provider's message may repeat. The
/// text is read when it is asked for the first time. For one thread at a time.
public final class RequestText {
  /// The text of an error without a request.
  public static final RequestText NONE = new RequestText(null);

  /// The most bytes of a request that are read, since a longer one would hold up its loop. A longer
  /// request may contain anything.
  static final int READ_MAX = 256 * 1024;

  /// The length of the escape of a character by its number, in JSON.
  private static final int ESCAPE_LENGTH = 6;

  private final @Nullable Body json;
  private @Nullable String text;

  private RequestText(@Nullable Body json) {
    this.json = json;
  }

  /// The text of the request with this body; once the body is closed the text may have contained
  /// anything.
  public static RequestText of(Body json) {
    return new RequestText(json);
  }

  /// Whether `phrase` may have come from the request.
  ///
  /// @param phrase ASCII, in lower case
  boolean mayContain(String phrase) {
    if (json == null) {
      return false;
    }
    return json.isClosed() || json.size() > READ_MAX || text(json).contains(phrase);
  }

  private String text(Body json) {
    if (text == null) {
      text = AsciiCase.lower(unescaped(json.bytes().toString(StandardCharsets.ISO_8859_1)));
    }
    return text;
  }

  /// Replaces the escapes of JSON strings by the characters that they encode. In other texts there
  /// is no backslash, and a body with a malformed escape was rejected on arrival.
  private static String unescaped(String json) {
    if (json.indexOf('\\') < 0) {
      return json;
    }
    var text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c != '\\' || i + 1 == json.length()) {
        text.append(c);
      } else if (json.charAt(i + 1) == 'u' && i + ESCAPE_LENGTH <= json.length()) {
        text.append((char) HexFormat.fromHexDigits(json, i + 2, i + ESCAPE_LENGTH));
        i += ESCAPE_LENGTH - 1;
      } else {
        text.append(escaped(json.charAt(++i)));
      }
    }
    return text.toString();
  }

  private static char escaped(char name) {
    return switch (name) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> name;
    };
  }
}
