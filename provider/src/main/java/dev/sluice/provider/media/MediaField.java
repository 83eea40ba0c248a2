package dev.sluice.provider.media;

import dev.sluice.dialect.json.JsonSelector;
import java.util.Map;

/// The fields of an answer with pictures or sound that matter, and their paths: one shape serves
/// whole answers and events, since they do not contradict one another.
enum MediaField {
  /// A part of a picture or of sound.
  CONTENT,
  /// The list of a whole answer's pictures.
  PICTURES,
  /// A picture of a whole answer.
  PICTURE,
  /// The name of an event.
  TYPE,
  /// The usage, reported behind the counts in it.
  USAGE,
  INPUT,
  OUTPUT,
  IMAGE_INPUT,
  AUDIO_INPUT,
  TEXT_OUTPUT,
  /// How long a sound was.
  SECONDS,
  ERROR;

  static final JsonSelector<MediaField> ANSWER = answer();

  private static JsonSelector<MediaField> answer() {
    JsonSelector<MediaField> content = JsonSelector.reported(CONTENT);
    JsonSelector<MediaField> picture = JsonSelector.reported(PICTURE);
    return JsonSelector.object(
        Map.of(
            "data",
                JsonSelector.array(
                    PICTURES, JsonSelector.object(Map.of("b64_json", picture, "url", picture))),
            "b64_json", content,
            "audio", content,
            "text", content,
            "delta", content,
            "duration", JsonSelector.kept(SECONDS),
            "type", JsonSelector.kept(TYPE),
            "usage", usage(),
            "error", JsonSelector.kept(ERROR)));
  }

  private static JsonSelector<MediaField> usage() {
    JsonSelector<MediaField> read =
        JsonSelector.object(
            Map.of(
                "image_tokens", JsonSelector.kept(IMAGE_INPUT),
                "audio_tokens", JsonSelector.kept(AUDIO_INPUT)));
    return JsonSelector.objectTold(
        USAGE,
        Map.of(
            "input_tokens", JsonSelector.kept(INPUT),
            "output_tokens", JsonSelector.kept(OUTPUT),
            "seconds", JsonSelector.kept(SECONDS),
            "input_tokens_details", read,
            "input_token_details", read,
            "output_tokens_details",
                JsonSelector.object(Map.of("text_tokens", JsonSelector.kept(TEXT_OUTPUT)))));
  }
}
