package dev.sluice.api.cohere;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.ClientDialect;
import dev.sluice.api.Json;
import dev.sluice.api.openai.OpenAiDialect;
import dev.sluice.call.Failed;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.Collection;

/// The gateway's words for clients of Cohere's API, whose errors are `{"id","message"}`. There is
/// no place for a code, so it stands at the end of the message.
/// https://docs.cohere.com/reference/errors
public final class CohereDialect implements ClientDialect {
  public static final CohereDialect INSTANCE = new CohereDialect();

  private CohereDialect() {}

  @Override
  public String error(ApiError error, String id) {
    String param = error.param().isEmpty() ? "" : error.param() + ": ";
    return envelope(param + error.message() + " (" + error.code() + ")", id);
  }

  @Override
  public String refusal(Failed.Refused why, String id) {
    return envelope(ApiErrors.of(why).message(), id);
  }

  /// Returns nothing to send: no answer of this dialect is streamed.
  @Override
  public String event(Failed why, String id) {
    return "";
  }

  private static String envelope(String message, String id) {
    return "{\"id\":" + Json.string(id) + ",\"message\":" + Json.string(message) + "}";
  }

  @Override
  public String models(Collection<Model> models, String target) {
    return OpenAiDialect.INSTANCE.models(models, target);
  }

  @Override
  public String model(Model model) {
    return OpenAiDialect.INSTANCE.model(model);
  }
}
