package dev.sluice.dialect.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.gemini.GoogleErrors;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.ErrorObject;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.openai.ChatErrors;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Statuses;
import dev.sluice.dialect.rule.Untranslatable;
import dev.sluice.dialect.rule.WholeTranslation;
import java.util.Map;

/// A translation from OpenAI's form of pictures to a provider's, and back. The request is
/// translated for one target; it then translates its own answer. Immutable and safe for any number
/// of threads.
public record ImageTranslation(ImageForm provider) implements WholeTranslation {
  @Override
  public Result request(byte[] body, String model, boolean strict, HeapMeter meter) {
    try {
      ImageRequest request = OpenAiImages.decodeRequest(body, meter);
      var losses = new Losses(strict, Map.of());
      for (String other : request.dropped()) {
        losses.drop(other, "the target's dialect has no such property");
      }
      byte[] translated = provider.codec().encodeRequest(request, losses, meter);
      return new Request(translated, losses.paths(), this::answer);
    } catch (Untranslatable e) {
      return new Refused(e.path(), e.why());
    }
  }

  private Answer answer(byte[] body, long tokens, HeapMeter meter) {
    try {
      ImageReply reply = provider.codec().decodeAnswer(body, meter);
      return new Answer.Whole(OpenAiImages.encodeAnswer(reply, meter), false);
    } catch (BrokenAnswer e) {
      return new Answer.Broken(e.fault());
    }
  }

  @Override
  public AnswerFault fault(int status, byte[] body) {
    return ErrorObject.in(body)
        .map(error -> GoogleErrors.fault(status, error))
        .orElseGet(
            () ->
                new AnswerFault(
                    Statuses.kind(status), "The provider answered with status " + status));
  }

  @Override
  public int status(AnswerFault fault) {
    return ChatErrors.status(fault);
  }

  @Override
  public String errorBody(AnswerFault fault) {
    return new String(ChatErrors.body(fault), UTF_8);
  }

  @Override
  public Map<String, String> rateLimits(Map<String, String> headers) {
    return Map.of();
  }
}
