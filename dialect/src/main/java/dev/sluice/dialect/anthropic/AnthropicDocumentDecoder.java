package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.DataUrl;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A decoder of the sources of images and documents.
///
/// @param content the reader of the blocks that a document may be made of
record AnthropicDocumentDecoder(
    List<Extra> extras, Function<@Nullable JsonNode, List<ContentBlock>> content) {
  private static final String NO_TYPE = "none of base64, text, content, url and file";

  /// Reads a document, behind the context that its sender gives.
  List<ContentBlock> document(JsonNode block, @Nullable String cache) {
    JsonNode citations = block.get("citations");
    if (citations != null && citations.isTrue("enabled")) {
      extras.add(Extra.drop(citations));
    }
    var blocks = new ArrayList<ContentBlock>();
    String context = block.string("context");
    if (context != null && !context.isEmpty()) {
      blocks.add(new ContentBlock.Text(context, SourcePath.of(block)));
    }
    JsonNode source = block.get("source");
    if (source != null && "content".equals(source.string("type"))) {
      blocks.addAll(content.apply(source.get("content")));
      return blocks;
    }
    String title = block.string("title");
    blocks.add(
        new ContentBlock.Document(
            title == null ? "" : title, source(source, block), cache, SourcePath.of(block)));
    return blocks;
  }

  Source source(@Nullable JsonNode source, JsonNode block) {
    if (source == null) {
      throw new Untranslatable(block.path() + ".source", "Field required");
    }
    return switch (String.valueOf(source.string("type"))) {
      case "base64" -> base64(source);
      case "text" -> new Source.Plain(data(source));
      case "url" -> new Source.Url(required(source, "url").text());
      case "file" -> new Source.File(required(source, "file_id").text());
      default -> throw new Untranslatable(source.path() + ".type", NO_TYPE);
    };
  }

  private static Source base64(JsonNode source) {
    String mediaType = required(source, "media_type").text();
    return DataUrl.inline(mediaType, data(source), required(source, "data"));
  }

  private static String data(JsonNode source) {
    return required(source, "data").text();
  }

  private static JsonNode required(JsonNode source, String name) {
    JsonNode value = source.get(name);
    if (value == null) {
      throw new Untranslatable(source.path() + "." + name, "Field required");
    }
    return value;
  }
}
