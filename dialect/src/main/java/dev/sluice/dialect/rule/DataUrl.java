package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.ContentBlock.Source.Inline;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import java.util.Locale;

/// URLs such as `data:image/png;base64,...` (RFC 2397), in the one form that dialects use.
public final class DataUrl {
  private static final String SCHEME = "data:";
  private static final String BASE64 = ";base64";
  private static final int GROUP = 4;

  private DataUrl() {}

  public static boolean is(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /// Reads the bytes that a URL holds.
  ///
  /// @throws Untranslatable if the URL holds no base64, or malformed base64
  public static Inline parse(String url, JsonNode node) {
    int comma = url.indexOf(',');
    String head = comma < 0 ? "" : url.substring(SCHEME.length(), comma);
    if (!head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
      throw new Untranslatable(node, "a data: URL needs the form data:TYPE;base64,DATA");
    }
    String type = head.substring(0, head.length() - BASE64.length());
    int parameters = type.indexOf(';');
    node.counting(HeapMeter.string(url.length()));
    return inline(
        parameters < 0 ? type : type.substring(0, parameters), url.substring(comma + 1), node);
  }

  public static Inline inline(String mediaType, String base64, JsonNode node) {
    if (!valid(base64)) {
      throw new Untranslatable(node, "the data is not base64");
    }
    return new Inline(mediaType.toLowerCase(Locale.ROOT), base64);
  }

  /// Writes the URL that holds the bytes.
  public static JsonOutput write(JsonOutput out, Inline inline) {
    String type = inline.mediaType();
    long size = HeapMeter.string((long) type.length() + inline.base64().length());
    out.meter().add(size);
    out.string(SCHEME + type + BASE64 + ',' + inline.base64());
    out.meter().back(out.meter().built() - size);
    return out;
  }

  private static boolean valid(String base64) {
    int length = base64.length();
    if (length == 0 || length % GROUP != 0) {
      return false;
    }
    int letters = length - padding(base64);
    for (int i = 0; i < letters; i++) {
      if (!letter(base64.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int padding(String base64) {
    return base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  }

  private static boolean letter(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }
}
