package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.DataUrl;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.Locale;

/// A decoder of images, documents and sounds, which are told apart by their media type alone.
final class GeminiMediaDecoder {
  private static final int GROUP = 4;

  private GeminiMediaDecoder() {}

  /// Reads bytes that are in the request.
  static ContentBlock inline(JsonNode data) {
    JsonNode bytes = data.get("data");
    if (bytes == null) {
      throw new Untranslatable(data.path() + ".data", "the data is missing");
    }
    String type = type(data);
    return block(type, DataUrl.inline(type, standard(bytes), bytes), data);
  }

  /// Reads the address of a file.
  static ContentBlock file(JsonNode file) {
    JsonNode uri = Spelling.get(file, "fileUri");
    if (uri == null) {
      throw new Untranslatable(file.path() + ".fileUri", "the address is missing");
    }
    if (isGoogles(uri.text())) {
      throw new Untranslatable(uri, "a file that Google holds, which no other provider can read");
    }
    return block(type(file), new Source.Url(uri.text()), file);
  }

  private static boolean isGoogles(String uri) {
    boolean web = uri.startsWith("https://") || uri.startsWith("http://");
    return !web || uri.startsWith("https://generativelanguage.googleapis.com/");
  }

  private static String type(JsonNode media) {
    String type = Spelling.text(media, "mimeType", "").toLowerCase(Locale.ROOT);
    if (type.isEmpty()) {
      throw new Untranslatable(media.path() + ".mimeType", "a media type is needed");
    }
    return type;
  }

  private static ContentBlock block(String type, Source source, JsonNode node) {
    SourcePath place = SourcePath.of(node);
    if (type.startsWith("image/")) {
      return new ContentBlock.Image(source, null, place);
    }
    if (type.startsWith("audio/") && source instanceof Source.Inline inline) {
      return new ContentBlock.Audio(inline, place);
    }
    if (type.equals("application/pdf") || type.startsWith("text/")) {
      return new ContentBlock.Document("", source, null, place);
    }
    throw new Untranslatable(node, "media of the type " + type + " has no form at this target");
  }

  /// The base64 of bytes in the alphabet that all dialects take, and padded: Google takes both
  /// alphabets.
  private static String standard(JsonNode bytes) {
    String base64 = bytes.text();
    boolean other = base64.indexOf('-') >= 0 || base64.indexOf('_') >= 0;
    if (!other && base64.length() % GROUP == 0) {
      return base64;
    }
    bytes.counting(2 * HeapMeter.string(base64.length()));
    String letters = base64.replace('-', '+').replace('_', '/');
    int over = letters.length() % GROUP;
    return over == 0 ? letters : letters + "=".repeat(GROUP - over);
  }
}
