package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.DataUrl;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reader of the content of a message or of a call's result: a string, or a list of parts.
final class ResponsesParts {
  private static final String NO_TYPE =
      "none of input_text, input_image, input_file, input_audio, output_text and refusal";

  private ResponsesParts() {}

  static List<ContentBlock> blocks(@Nullable JsonNode content) {
    return OpenAiParts.blocks(content, ResponsesParts::part);
  }

  private static List<ContentBlock> part(JsonNode part, @Nullable String cache) {
    SourcePath place = SourcePath.of(part);
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
