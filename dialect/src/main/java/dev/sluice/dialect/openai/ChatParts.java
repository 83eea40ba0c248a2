package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reader of the content of a message: a string, or a list of parts.
final class ChatParts {
  private static final String NO_TYPE = "none of text, image_url, input_audio, file and refusal";

  private ChatParts() {}

  static List<ContentBlock> blocks(@Nullable JsonNode content) {
    return OpenAiParts.blocks(content, ChatParts::part);
  }

  private static List<ContentBlock> part(JsonNode part, @Nullable String cache) {
    return switch (String.valueOf(part.string("type"))) {
      case "text" -> OpenAiParts.text(OpenAiParts.required(part, "text"), part, cache);
      case "refusal" ->
          List.of(
              new ContentBlock.Declined(
                  OpenAiParts.required(part, "refusal").text(), SourcePath.of(part)));
      case "image_url" -> List.of(image(OpenAiParts.required(part, "image_url"), part, cache));
      case "input_audio" ->
          List.of(
              OpenAiParts.audio(OpenAiParts.required(part, "input_audio"), SourcePath.of(part)));
      case "file" -> List.of(file(OpenAiParts.required(part, "file"), part, cache));
      default -> throw new Untranslatable(part.path() + ".type", NO_TYPE);
    };
  }

  private static ContentBlock image(JsonNode image, JsonNode part, @Nullable String cache) {
    JsonNode url = OpenAiParts.required(image, "url");
    return new ContentBlock.Image(OpenAiParts.source(url), cache, SourcePath.of(part));
  }

  private static ContentBlock file(JsonNode file, JsonNode part, @Nullable String cache) {
    String title = file.string("filename");
    String id = file.string("file_id");
    Source source =
        id == null
            ? OpenAiParts.source(OpenAiParts.required(file, "file_data"))
            : new Source.File(id);
    return new ContentBlock.Document(
        title == null ? "" : title, source, cache, SourcePath.of(part));
  }
}
