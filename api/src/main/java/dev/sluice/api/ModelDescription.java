package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.json.JsonWalker;
import dev.sluice.provider.model.ListedModel;
import dev.sluice.stats.ModelCatalogue.Model;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// A provider's description of a model, in whichever dialect.
///
/// @param anthropic whether it is in Anthropic's dialect
/// @param gemini whether it is in Gemini's; what is in neither counts as OpenAI's
/// @param name for people; the model's own where the provider gives none
/// @param created when the model was made; 1970 where the provider does not say
/// @param owner who has made it, where the provider says so
public record ModelDescription(
    boolean anthropic, boolean gemini, String name, Instant created, Optional<String> owner) {
  private enum Part {
    TYPE,
    /// Gemini's name of the model.
    NAME,
    DISPLAY_NAME,
    CREATED,
    OWNED_BY
  }

  private static final JsonSelector<Part> SHAPE =
      JsonSelector.object(
          Map.of(
              "type", JsonSelector.kept(Part.TYPE),
              "name", JsonSelector.kept(Part.NAME),
              "display_name", JsonSelector.kept(Part.DISPLAY_NAME),
              "displayName", JsonSelector.kept(Part.DISPLAY_NAME),
              "created_at", JsonSelector.kept(Part.CREATED),
              "created", JsonSelector.kept(Part.CREATED),
              "owned_by", JsonSelector.kept(Part.OWNED_BY)));

  /// Whether the description is in OpenAI's dialect, or in none that is known.
  public boolean openAi() {
    return !anthropic && !gemini;
  }

  /// The provider's description of `model`; of one that none describes, what any name says.
  public static ModelDescription of(Model model) {
    Map<Part, String> parts = new EnumMap<>(Part.class);
    byte[] json = model.json().orElse("{}").getBytes(UTF_8);
    new JsonWalker<>(SHAPE, (Part part, JsonWalker<Part> at) -> take(part, at, parts))
        .feed(json, 0, json.length);
    return new ModelDescription(
        parts.getOrDefault(Part.TYPE, "").equals("model"),
        parts.getOrDefault(Part.NAME, "").startsWith(ListedModel.PREFIX),
        parts.getOrDefault(Part.DISPLAY_NAME, model.id()),
        instant(parts.getOrDefault(Part.CREATED, "0")),
        Optional.ofNullable(parts.get(Part.OWNED_BY)));
  }

  private static void take(Part part, JsonWalker<Part> at, Map<Part, String> parts) {
    if (at.kind() == JsonKind.STRING) {
      parts.putIfAbsent(part, JsonStrings.decode(at.text()));
    } else if (at.kind() == JsonKind.NUMBER) {
      parts.putIfAbsent(part, at.raw());
    }
  }

  /// Reads an instant: seconds since 1970, or ISO 8601.
  private static Instant instant(String said) {
    try {
      return said.matches("[0-9]{1,10}")
          ? Instant.ofEpochSecond(Long.parseLong(said))
          : Instant.parse(said);
    } catch (DateTimeException neither) {
      return Instant.EPOCH;
    }
  }
}
