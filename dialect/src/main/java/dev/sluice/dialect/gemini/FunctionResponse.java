package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reader of what a function has returned: `{"output": ...}`, `{"error": ...}`, or any other
/// object, which is told as it was written; and media beside it.
final class FunctionResponse {
  /// The reader of the object at the top alone.
  private static final JsonReader TOP = JsonReader.of();

  private FunctionResponse() {}

  /// Returns the result that a response tells.
  ///
  /// @param id the id of the call
  static ContentBlock read(String id, @Nullable JsonNode given, JsonNode response) {
    var content = new ArrayList<ContentBlock>();
    JsonNode outcome = given == null ? null : only(given);
    String words = given == null ? "" : words(given, outcome);
    if (!words.isEmpty()) {
      content.add(new ContentBlock.Text(words, SourcePath.of(response)));
    }
    response.children("parts").forEach(part -> content.add(media(part)));
    boolean failed = outcome != null && outcome.name().equals("error");
    return new ContentBlock.ToolResult(id, content, failed, null, SourcePath.of(response));
  }

  /// The one property that says whether the function has worked; null where the object has another
  /// form.
  private static @Nullable JsonNode only(JsonNode given) {
    List<JsonNode> properties = given.read(TOP).children();
    JsonNode first = properties.size() == 1 ? properties.getFirst() : null;
    return first != null && (first.name().equals("output") || first.name().equals("error"))
        ? first
        : null;
  }

  private static String words(JsonNode given, @Nullable JsonNode outcome) {
    if (outcome == null) {
      return given.isWritten("{}") ? "" : given.raw().text();
    }
    return outcome.is(JsonKind.STRING) ? outcome.text() : outcome.raw().text();
  }

  private static ContentBlock media(JsonNode part) {
    JsonNode inline = Spelling.get(part, "inlineData");
    if (inline != null) {
      return GeminiMediaDecoder.inline(inline);
    }
    JsonNode file = Spelling.get(part, "fileData");
    if (file == null) {
      throw new Untranslatable(part, "neither inlineData nor fileData");
    }
    return GeminiMediaDecoder.file(file);
  }
}
