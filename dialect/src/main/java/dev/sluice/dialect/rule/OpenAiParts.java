package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of messages that OpenAI's two dialects have in common.
public final class OpenAiParts {
  private OpenAiParts() {}

  /// The property of a part that it cannot do without.
  public static JsonNode required(JsonNode part, String name) {
    JsonNode value = part.get(name);
    if (value == null) {
      throw new Untranslatable(part.path() + "." + name, "is missing");
    }
    return value;
  }

  /// The text of the part `node`; none where it is empty.
  public static List<ContentBlock> text(JsonNode value, JsonNode node, @Nullable String cache) {
    if (!value.is(JsonKind.STRING)) {
      throw new Untranslatable(value, "not a string");
    }
    return value.text().isEmpty()
        ? List.of()
        : List.of(new ContentBlock.Text(value.text(), List.of(), cache, SourcePath.of(node)));
  }

  /// A source that is given by its address, or in it.
  public static Source source(JsonNode url) {
    return DataUrl.is(url.text()) ? DataUrl.parse(url.text(), url) : new Source.Url(url.text());
  }

  public static ContentBlock audio(JsonNode audio, SourcePath place) {
    JsonNode data = required(audio, "data");
    String type = "audio/" + required(audio, "format").text();
    return new ContentBlock.Audio(DataUrl.inline(type, data.text(), data), place);
  }
}
