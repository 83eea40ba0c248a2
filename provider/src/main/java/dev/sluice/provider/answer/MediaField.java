package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonSelector;
import java.util.Map;

/// The fields of an answer with pictures or sound that matter, and their paths: one shape serves
/// whole answers and events, since they do not contradict one another.
enum MediaField {
  /// A part of a picture or of sound.
  CONTENT,
  /// The list of a whole answer's pictures.
  PICTURES,
  /// A picture of a whole answer, reported behind the forms in which it is there.
  PICTURE,
  /// A form of a picture: its bytes, or its address. Some answers have both.
  DRAWN,
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
    JsonSelector<MediaField> drawn = JsonSelector.reported(DRAWN);
    return JsonSelector.object(
        Map.ofEntries(
            Map.entry(
                "data",
                JsonSelector.array(
                    PICTURES,
                    JsonSelector.objectTold(PICTURE, Map.of("b64_json", drawn, "url", drawn)))),
            Map.entry("b64_json", content),
            Map.entry("audio", content),
            Map.entry("text", content),
            Map.entry("delta", content),
            Map.entry("choices", choices(content)),
            Map.entry("duration", JsonSelector.kept(SECONDS)),
            Map.entry("type", JsonSelector.kept(TYPE)),
            Map.entry("usage", usage()),
            Map.entry("error", JsonSelector.kept(ERROR))));
  }

  /// The choices of an event of vLLM's, which streams transcripts as chats are streamed.
  private static JsonSelector<MediaField> choices(JsonSelector<MediaField> content) {
    return JsonSelector.array(
        JsonSelector.object(Map.of("delta", JsonSelector.object(Map.of("content", content)))));
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
            "prompt_tokens", JsonSelector.kept(INPUT),
            "completion_tokens", JsonSelector.kept(OUTPUT),
            "seconds", JsonSelector.kept(SECONDS),
            "prompt_audio_seconds", JsonSelector.kept(SECONDS),
            "input_tokens_details", read,
            "input_token_details", read,
            "output_tokens_details",
                JsonSelector.object(Map.of("text_tokens", JsonSelector.kept(TEXT_OUTPUT)))));
  }
}
