package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.DataUrl;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of messages that OpenAI's two dialects have in common.
final class OpenAiParts {
  private static final String CACHED = "5m";

  private OpenAiParts() {}

  /// A reader of one part of a content.
  @FunctionalInterface
  interface Part {
    /// Returns the blocks that a part stands for.
    ///
    /// @param cache how long the prompt is cached up to the part; null for not at all
    List<ContentBlock> blocks(JsonNode part, @Nullable String cache);
  }

  /// The blocks of a content: a string, or a list of parts.
  static List<ContentBlock> blocks(@Nullable JsonNode content, Part reader) {
    if (content == null) {
      return List.of();
    }
    return switch (content.kind()) {
      case STRING -> text(content, content, null);
      case ARRAY ->
          content.children().stream()
              .flatMap(part -> reader.blocks(part, cache(part)).stream())
              .toList();
      default -> throw new Untranslatable(content, "neither a string nor a list of parts");
    };
  }

  private static @Nullable String cache(JsonNode part) {
    return part.get("prompt_cache_breakpoint") == null ? null : CACHED;
  }

  /// The property of a part that it cannot do without.
  static JsonNode required(JsonNode part, String name) {
    JsonNode value = part.get(name);
    if (value == null) {
      throw new Untranslatable(part.path() + "." + name, "is missing");
    }
    return value;
  }

  /// The text of the part `node`; none where it is empty.
  static List<ContentBlock> text(JsonNode value, JsonNode node, @Nullable String cache) {
    if (!value.is(JsonKind.STRING)) {
      throw new Untranslatable(value, "not a string");
    }
    return value.text().isEmpty()
        ? List.of()
        : List.of(new ContentBlock.Text(value.text(), List.of(), cache, SourcePath.of(node)));
  }

  /// A block of an instruction of the system, which has to be a text.
  static ContentBlock.Text ofSystem(ContentBlock block) {
    if (block instanceof ContentBlock.Text text) {
      return text;
    }
    throw new Untranslatable(block.place(), "a system's message holds text alone");
  }

  /// A source that is given by its address, or in it.
  static Source source(JsonNode url) {
    return DataUrl.is(url.text()) ? DataUrl.parse(url.text(), url) : new Source.Url(url.text());
  }

  static ContentBlock audio(JsonNode audio, SourcePath place) {
    JsonNode data = required(audio, "data");
    String type = "audio/" + required(audio, "format").text();
    return new ContentBlock.Audio(DataUrl.inline(type, data.text(), data), place);
  }
}
