package dev.sluice.dialect.responses;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.DataUrl;
import dev.sluice.dialect.rule.OpenAiParts;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reader of the content of a message or of a call's result: a string, or a list of parts.
final class ResponsesParts {
  private static final String CACHED = "5m";
  private static final String NO_TYPE =
      "none of input_text, input_image, input_file, input_audio, output_text and refusal";

  private ResponsesParts() {}

  static List<ContentBlock> blocks(@Nullable JsonNode content) {
    if (content == null) {
      return List.of();
    }
    return switch (content.kind()) {
      case STRING -> OpenAiParts.text(content, content, null);
      case ARRAY -> parts(content);
      default -> throw new Untranslatable(content, "neither a string nor a list of parts");
    };
  }

  /// A block of an instruction of the system, which has to be a text.
  static ContentBlock.Text text(ContentBlock block) {
    if (block instanceof ContentBlock.Text text) {
      return text;
    }
    throw new Untranslatable(block.place(), "a system's message holds text alone");
  }

  private static List<ContentBlock> parts(JsonNode content) {
    var blocks = new ArrayList<ContentBlock>();
    content.children().forEach(part -> blocks.addAll(part(part)));
    return blocks;
  }

  private static List<ContentBlock> part(JsonNode part) {
    SourcePath place = SourcePath.of(part);
    String cache = part.get("prompt_cache_breakpoint") == null ? null : CACHED;
    return switch (part.string("type", "")) {
      case "input_text", "output_text", "text" ->
          OpenAiParts.text(OpenAiParts.required(part, "text"), part, cache);
      case "refusal" ->
          List.of(new ContentBlock.Declined(OpenAiParts.required(part, "refusal").text(), place));
      case "input_image" -> List.of(new ContentBlock.Image(image(part), cache, place));
      case "input_file" ->
          List.of(new ContentBlock.Document(part.string("filename", ""), file(part), cache, place));
      case "input_audio" ->
          List.of(OpenAiParts.audio(OpenAiParts.required(part, "input_audio"), place));
      default -> throw new Untranslatable(part.path() + ".type", NO_TYPE);
    };
  }

  private static Source image(JsonNode part) {
    String id = part.string("file_id");
    if (id != null) {
      return new Source.File(id);
    }
    JsonNode url = OpenAiParts.required(part, "image_url");
    return OpenAiParts.source(url);
  }

  private static Source file(JsonNode part) {
    String id = part.string("file_id");
    if (id != null) {
      return new Source.File(id);
    }
    String url = part.string("file_url");
    if (url != null) {
      return new Source.Url(url);
    }
    JsonNode data = OpenAiParts.required(part, "file_data");
    return DataUrl.parse(data.text(), data);
  }
}
