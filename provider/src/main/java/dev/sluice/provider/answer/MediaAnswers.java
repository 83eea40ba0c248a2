package dev.sluice.provider.answer;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras.Use;

/// The meaning of answers with pictures or sound, in OpenAI's dialect.
///
/// @param spoken how many characters the request lets speak
public record MediaAnswers(Operation operation, long spoken) implements AnswerDialect {
  /// The most bytes of an event: a picture of 24 MiB, in base64. The largest that providers draw
  /// have a third of that.
  private static final int EVENT_MAX = 32 * 1024 * 1024;

  private static final String SOUND = "audio/";
  private static final String TEXT = "text/";
  private static final String EVENTS = "text/event-stream";
  private static final String BYTES = "application/octet-stream";

  /// The meaning of the answers to a call.
  public static MediaAnswers of(Call call) {
    long spoken =
        call.facts()
            .extras()
            .unit()
            .filter(use -> use.extra().filter(PricedExtra.CHARACTER::equals).isPresent())
            .map(Use::most)
            .orElse(0L);
    return new MediaAnswers(call.operation(), spoken);
  }

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new MediaFields(operation);
  }

  @Override
  public int eventMax() {
    return EVENT_MAX;
  }

  /// `whisper-1` and `dall-e-3` leave `stream` out.
  @Override
  public boolean mayBeWhole() {
    return true;
  }

  /// Whether the answer is sound as it is, or a transcript that is no JSON (`text`, `srt`, `vtt`):
  /// a client's own choice, or a server's that knows no events.
  @Override
  public boolean isBytes(String mediaType) {
    if (operation.hears()) {
      return mediaType.startsWith(TEXT) && !mediaType.equals(EVENTS);
    }
    return operation == Operation.SPEECH
        && (mediaType.startsWith(SOUND) || mediaType.equals(BYTES));
  }

  @Override
  public BodyReader bytes(AnswerContext context) {
    return new BytesReader(context, spoken, operation.hears());
  }
}
